import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { type DayPool, type DayRules, type FutureDay, futureDays, futureDaysUntil } from './day-pools.ts';

export interface Trials {
  trials: number;
  seed: number;
}

export const DEFAULT_TRIALS: Trials = { trials: 10_000, seed: 1 };

/** A whole number from 0 up to, and not including, `below`. */
type DrawBelow = (below: number) => number;

/**
 * The random numbers of each trial, and of each stream in it: xoroshiro128+ of D. Blackman and S. Vigna (2018), that of trial k and
 * stream s of S after k·S + s + 1 jumps. So more days, items or trials change no other trial.
 */
function* generators({ trials, seed }: Trials, streams = 1): Generator<DrawBelow[]> {
  const source = xoroshiro128plus(seed);
  for (let trial = 0; trial < trials; trial++) {
    yield Array.from({ length: streams }, () => {
      source.jump();
      const own = source.clone();
      return (below: number) => uniformInt(own, 0, below - 1);
    });
  }
}

function drawnFrom(pool: DayPool | null, draw: DrawBelow): number {
  return pool ? (pool.counts[draw(pool.counts.length)] as number) : 0;
}

/** How many items are finished from `startDate` to `date`, in each trial. */
export function simulatedSums(
  pools: readonly DayPool[],
  rules: DayRules,
  startDate: string,
  date: string,
  trials: Trials,
): number[] {
  return simulatedPaths(pools, rules, startDate, date, trials).map((path) => path.at(-1) ?? 0);
}

/** How many items are finished by the end of each day that counts, in each trial: what a fan chart is drawn from. */
export function simulatedPaths(
  pools: readonly DayPool[],
  rules: DayRules,
  startDate: string,
  date: string,
  trials: Trials,
): number[][] {
  const days = futureDaysUntil(startDate, date, pools, rules);
  return Array.from(generators(trials), ([draw]) => {
    let sum = 0;
    return days.map(({ pool }) => {
      sum += drawnFrom(pool, draw as DrawBelow);
      return sum;
    });
  });
}

/** A list of so many items that a stream works on. */
export interface SimulatedStream {
  pools: readonly DayPool[];
  rules: DayRules;
  items: number;
}

/** The counted day on which all streams are done, in each trial: 1 is the first; null beyond the horizon. */
export function simulatedDurations(
  streams: readonly SimulatedStream[],
  startDate: string,
  trials: Trials,
): (number | null)[] {
  const future = streams.map(({ pools, rules }) => [...futureDays(startDate, pools, rules)]);
  const dates = [...new Set(future.flatMap((days) => days.map(({ date }) => date)))].sort();
  const dayOf = new Map(dates.map((date, place) => [date, place + 1]));
  return Array.from(generators(trials, streams.length), (draws) => {
    let last = 0;
    for (const [place, { items }] of streams.entries()) {
      const date = dateDone(future[place] ?? [], items, draws[place] as DrawBelow);
      if (date === null) return null;
      last = Math.max(last, dayOf.get(date) ?? 0);
    }
    return last;
  });
}

function dateDone(days: readonly FutureDay[], items: number, draw: DrawBelow): string | null {
  let sum = 0;
  for (const { date, pool } of days) {
    sum += drawnFrom(pool, draw);
    if (sum >= items) return date;
  }
  return null;
}
