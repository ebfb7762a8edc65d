import { InvalidInput } from './invalid-input.ts';

/**
 * How a percentile is read off a sample of n sorted values.
 * `nearest-rank`: the value at rank ⌈p·n/100⌉, so always one that occurred, and at least p % are at or under it.
 * `linear`: between the values around (n−1)·p/100; what spreadsheets call PERCENTILE.INC.
 * Definitions 1 and 7 of Hyndman and Fan, Sample Quantiles in Statistical Packages (1996).
 */
export type PercentileMethod = 'nearest-rank' | 'linear';

export interface Percentile {
  percentile: number;
  /** In the unit of the sample; null when there is no sample. */
  value: number | null;
  /** The share of the sample at or under the value, 0 to 1. */
  shareAtOrUnder: number | null;
  sampleSize: number;
}

const DEFAULT_PERCENTILES: readonly number[] = [50, 70, 85, 95];

/** Percentiles of a sample in any order, in the order of the request. Throws InvalidInput `percentile-out-of-range`. */
export function percentiles(
  sample: readonly number[],
  wanted: readonly number[] = DEFAULT_PERCENTILES,
  method: PercentileMethod = 'nearest-rank',
): Percentile[] {
  const sorted = Float64Array.from(sample).sort();
  return wanted.map((p) => {
    const value = percentile(sorted, p, method);
    const shareAtOrUnder = value === null ? null : countAtOrUnder(sorted, value) / sorted.length;
    return { percentile: p, value, shareAtOrUnder, sampleSize: sorted.length };
  });
}

/** One percentile of ascending values; null when there are none. Throws InvalidInput unless 0 < p ≤ 100. */
export function percentile(
  sorted: ArrayLike<number>,
  p: number,
  method: PercentileMethod = 'nearest-rank',
): number | null {
  checkPercentile(p);
  if (sorted.length === 0) return null;
  return method === 'linear' ? linear(sorted, p) : nearestRank(sorted, p);
}

/** Throws InvalidInput unless 0 < p ≤ 100. */
export function checkPercentile(p: number): void {
  if (!(p > 0 && p <= 100)) {
    throw new InvalidInput({
      problem: 'percentile-out-of-range',
      parameter: 'percentiles',
      value: String(p),
      reason: 'is no percentile',
      allowed: 'numbers over 0, up to 100',
    });
  }
}

function nearestRank(sorted: ArrayLike<number>, p: number): number {
  // 4.4 · 750 / 100 is 33, but a little more in binary fractions: that must not make it rank 34.
  const rank = Math.ceil((p * sorted.length) / 100 - 1e-9);
  return sorted[Math.max(rank, 1) - 1] as number;
}

function linear(sorted: ArrayLike<number>, p: number): number {
  const place = ((sorted.length - 1) * p) / 100;
  const under = sorted[Math.floor(place)] as number;
  const over = sorted[Math.ceil(place)] as number;
  return under + (over - under) * (place - Math.floor(place));
}

/** How many of ascending values are no greater than one. */
export function countAtOrUnder(sorted: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
