import { convolve } from './convolve.ts';

/** Probabilities of consecutive whole numbers: `shares[n]` is that of `least + n`. */
export interface ItemsDistribution {
  least: number;
  shares: Float64Array;
}

/** The number of items that one day finishes, drawn from the days of a pool. */
export interface Draw {
  items: number;
  probability: number;
}

/**
 * Probabilities below this at both ends are left out: a billionth of the allowed error of a forecast, which saves most
 * of the work.
 */
export const NEGLIGIBLE = 1e-20;
const NOTHING: ItemsDistribution = { least: 0, shares: Float64Array.of(1) };

/** Each number of items that a day of a pool may finish, smallest first. */
export function drawsFrom(counts: readonly number[]): Draw[] {
  const days = new Map<number, number>();
  for (const items of counts) days.set(items, (days.get(items) ?? 0) + 1);
  return [...days]
    .sort(([a], [b]) => a - b)
    .map(([items, own]) => ({ items, probability: own / counts.length }));
}

/** The number of items that so many days of a pool finish together. */
export function sumOfDays(counts: readonly number[], days: number): ItemsDistribution {
  const draws = drawsFrom(counts);
  const least = draws[0]?.items ?? 0;
  const shares = new Float64Array((draws.at(-1)?.items ?? 0) - least + 1);
  for (const { items, probability } of draws) shares[items - least] = probability;
  // Doubles the number of days by adding a sum to itself: a year takes 9 additions instead of 365.
  let [sum, power]: [ItemsDistribution, ItemsDistribution] = [NOTHING, { least, shares }];
  for (let left = days; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) sum = added(sum, power);
    if (left > 1) power = added(power, power);
  }
  return sum;
}

/** The sum of two independent numbers. */
export function added(a: ItemsDistribution, b: ItemsDistribution): ItemsDistribution {
  return trimmed({ least: a.least + b.least, shares: convolve(a.shares, b.shares) });
}

/** `atLeast[n]`: the probability of `least + n` or more. Added up from the far end, where the small values are. */
export function tailsOf({ shares }: ItemsDistribution): Float64Array {
  const tails = new Float64Array(shares.length);
  let tail = 0;
  for (let n = shares.length - 1; n >= 0; n--) {
    tail += shares[n] as number;
    tails[n] = tail;
  }
  return tails;
}

function trimmed({ least, shares }: ItemsDistribution): ItemsDistribution {
  let [from, to] = [0, shares.length];
  while (from < to - 1 && (shares[from] as number) < NEGLIGIBLE) from += 1;
  while (to > from + 1 && (shares[to - 1] as number) < NEGLIGIBLE) to -= 1;
  return { least: least + from, shares: shares.subarray(from, to) };
}
