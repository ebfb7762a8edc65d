import type { Reason } from '../reason.ts';
import { canFinish } from './completion-curve.ts';
import { type DayRules, futureDaysUntil } from './day-pools.ts';
import type { DayItems } from './finished-by-day.ts';
import { finishedOn } from './finished-on.ts';
import { drawnHistory, type ForecastHistory } from './history.ts';
import { reaches, roundedProbability } from './probability.ts';
import { type ItemsDistribution, tailsOf } from './sum-of-days.ts';

/** At least this many items with at least the percentile as probability. */
export interface HowManyPercentile {
  percentile: number;
  items: number;
  probability: number;
}

export interface HowMany {
  history: ForecastHistory;
  startDate: string;
  /** Empty if there is a reason. A higher probability means fewer items. */
  percentiles: HowManyPercentile[];
  /** Of the number finished; `cumulative` is the probability of this many or fewer. */
  distribution: { items: number; probability: number; cumulative: number }[];
  reason: Reason | null;
  isThin: boolean;
}

export interface ForecastTerms {
  rules: DayRules;
  percentiles: readonly number[];
}

/** How many items will finish from `startDate` to `date`, inclusive, if the days are like those of the history. */
export function howMany(
  days: readonly DayItems[],
  startDate: string,
  date: string,
  { rules, percentiles }: ForecastTerms,
): HowMany {
  const { history, pools, reason, isThin } = drawnHistory(days, rules);
  const known = { history, startDate, isThin };
  const future = futureDaysUntil(startDate, date, pools, rules);
  const why = reason ?? (canFinish(future) ? null : 'nothingFinished');
  if (why) return { ...known, percentiles: [], distribution: [], reason: why };
  const sum = finishedOn(future.map(({ pool }) => pool));
  return { ...known, ...atLeast(sum, percentiles), reason: null };
}

/** The answers of a distribution, and the part of it that is not 0 in six decimals. */
export function atLeast(
  sum: ItemsDistribution,
  percentiles: readonly number[],
): Pick<HowMany, 'percentiles' | 'distribution'> {
  const tails = tailsOf(sum);
  const answers = percentiles.map((percentile) => {
    const place = Math.max(
      0,
      tails.findLastIndex((tail) => reaches(tail, percentile)),
    );
    const probability = roundedProbability(tails[place] as number);
    return { percentile, items: sum.least + place, probability };
  });
  let cumulative = 0;
  const distribution = Array.from(sum.shares, (share, place) => {
    cumulative += share;
    return {
      items: sum.least + place,
      probability: roundedProbability(share),
      cumulative: roundedProbability(cumulative),
    };
  });
  const first = distribution.findIndex(({ probability }) => probability > 0);
  const last = distribution.findLastIndex(({ probability }) => probability > 0);
  return { percentiles: answers, distribution: distribution.slice(first, last + 1) };
}
