import { largest, smallest } from '../extremes.ts';
import { type DayPool, type DayRules, type FutureDay, futureDays } from './day-pools.ts';
import { finishedOn } from './finished-on.ts';
import type { NeededItems } from './needed-items.ts';
import { type Draw, drawsFrom } from './sum-of-days.ts';
import { Unfinished } from './unfinished.ts';
import { UpperBound } from './upper-bound.ts';

/** A day that counts, and the probability that all is finished by its end. */
export interface CompletionDay {
  date: string;
  cumulative: number;
}

/** This close to 1 counts as certain. */
const CERTAIN = 1 - 1e-9;
/** The logarithm of a tenth of a millionth of a millionth: it counts as 0. */
const IMPOSSIBLE = -30;

/**
 * The probability that the needed items are finished, for each day from the start until it is certain or the horizon is
 * reached. Exact: P(Σ of days ≥ items), mixed over the numbers needed.
 */
export function completionCurve(
  startDate: string,
  pools: readonly DayPool[],
  rules: DayRules,
  needed: readonly NeededItems[],
): CompletionDay[] {
  const draws = new Map(pools.map((pool) => [pool, drawsFrom(pool.counts)]));
  const drawsOf = (pool: DayPool | null): readonly Draw[] => (pool && draws.get(pool)) ?? [NONE];
  const mostOfADay = largest(pools.map((pool) => drawsOf(pool).at(-1)?.items ?? 0));
  const fewest = smallest(needed.map(({ items }) => items));
  // Days with no chance of a finish are skipped: for many items they would be most of the work.
  const bound = new UpperBound(mostOfADay);
  const passed: (DayPool | null)[] = [];
  let unfinished: Unfinished | undefined;
  const curve: CompletionDay[] = [];
  for (const { date, pool } of futureDays(startDate, pools, rules)) {
    let cumulative = 0;
    if (!unfinished) bound.pass(drawsOf(pool));
    if (!unfinished && bound.logAtLeast(fewest) < IMPOSSIBLE) passed.push(pool);
    else {
      unfinished ??= new Unfinished(finishedOn(passed), needed);
      cumulative = unfinished.pass(drawsOf(pool));
    }
    curve.push({ date, cumulative });
    if (cumulative >= CERTAIN) break;
  }
  return curve;
}

const NONE: Draw = { items: 0, probability: 1 };

/** Whether any of the days can finish anything. */
export function canFinish(days: Iterable<FutureDay>): boolean {
  for (const { pool } of days) if (pool?.counts.some((items) => items > 0)) return true;
  return false;
}
