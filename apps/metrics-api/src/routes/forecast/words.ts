/** Raised when a formula changes. */
const VERSION = 1;

const HISTORY =
  'items by finished at on each complete local day of from, to, days without one included; dropped items never count';
const MODEL =
  'each day to come finishes as many items as a day drawn at random, with replacement, from the history of the same pool; days are ' +
  'independent. The answer is computed exactly by convolution';

export const howManyWords = {
  history: HISTORY,
  model: MODEL,
  percentile:
    'the greatest number of items k with P(at least k are finished from startDate to date) ≥ percentile ÷ 100',
  version: VERSION,
};

export const whenWords = {
  history: HISTORY,
  model: `${MODEL}. Several streams: the product of their probabilities, as they are independent; never the latest of their dates`,
  percentile: 'the first day d with P(all items are finished by the end of d) ≥ percentile ÷ 100',
  version: VERSION,
};

export const backtestWords = {
  history: `${HISTORY}; for each origin those of the historyDays before it`,
  model: MODEL,
  percentile: 'as in the forecast itself',
  origin: 'the first day after historyDays, then every step days: the day before which everything was known',
  hit: 'what happened was at least the number promised, or not after the day promised',
  version: VERSION,
};
