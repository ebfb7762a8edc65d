/** How many items must be finished, and how likely it is that it is so many. Probabilities add up to 1. */
export interface NeededItems {
  items: number;
  probability: number;
}

/**
 * From `low` to `high`, each whole number alike likely; both the same: that number. Throws RangeError unless they are whole
 * numbers in order, from 1 on.
 */
export function neededItems(low: number, high = low): NeededItems[] {
  if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || low < 1 || high < low) {
    throw new RangeError(`no number of items to finish: ${low}..${high}`);
  }
  const count = high - low + 1;
  return Array.from({ length: count }, (_, n) => ({ items: low + n, probability: 1 / count }));
}
