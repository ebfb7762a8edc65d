import { drawnHistory, futureDaysUntil, type HowManyPercentile, simulatedPaths } from '@kanban/domain';
import { refusal } from '../../answer/invalid-parameter.ts';
import type { AskedForecast } from './asked-forecast.ts';

/** What the paths may hold together. */
const MOST_DRAWS = 2_000_000;

/**
 * At least so many items by the end of each day that counts, by nearest rank of the trials. It ends at the exact answer, for
 * the last day of a fan must not promise another number. Throws Refused.
 */
export function fanOf(
  { days, rules, startDate }: AskedForecast,
  date: string,
  exact: readonly HowManyPercentile[],
  { trials, seed }: { trials: number; seed: number },
) {
  const { pools } = drawnHistory(days, rules);
  const dates = futureDaysUntil(startDate, date, pools, rules).map((day) => day.date);
  if (dates.length * trials > MOST_DRAWS) {
    const most = Math.floor(MOST_DRAWS / dates.length);
    throw refusal('trials', `is too many for ${dates.length} days`, `up to ${most} for these days`);
  }
  const paths = simulatedPaths(pools, rules, startDate, date, { trials, seed });
  return {
    trials,
    seed,
    paths: dates.map((day, place) => {
      const sums = Float64Array.from(paths, (path) => path[place] as number).sort();
      return {
        date: day,
        percentiles: exact.map(({ percentile, items }) => ({
          percentile,
          items: place === dates.length - 1 ? items : Math.min(items, atLeastOf(sums, percentile)),
        })),
      };
    }),
  };
}

/** The greatest that so many percent of ascending values reach. */
function atLeastOf(sums: Float64Array, percentile: number): number {
  const place = Math.floor(sums.length * (1 - percentile / 100) + 1e-9);
  return sums[Math.min(place, sums.length - 1)] as number;
}
