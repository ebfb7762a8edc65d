import type { DayPool } from './day-pools.ts';
import { added, type ItemsDistribution, sumOfDays } from './sum-of-days.ts';

/** The number of items that days finish together; null is a day that finishes nothing. */
export function finishedOn(days: readonly (DayPool | null)[]): ItemsDistribution {
  const byPool = Map.groupBy(days, (pool) => pool);
  byPool.delete(null);
  return [...byPool].reduce(
    (sum, [pool, own]) => added(sum, sumOfDays(pool?.counts ?? [], own.length)),
    sumOfDays([], 0),
  );
}
