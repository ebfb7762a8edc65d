import { countAtOrUnder, type Percentile, type PercentileMethod, percentile } from './percentiles.ts';

export interface RankedPercentile extends Percentile {
  /** True if it only repeats the largest value of the sample; null without a sample. */
  isMaximum: boolean | null;
}

export interface PercentileTerms {
  percentiles: readonly number[];
  method: PercentileMethod;
}

/** Percentiles of ascending values, each with its reliability. Throws InvalidInput `percentile-out-of-range`. */
export function rankedPercentiles(
  sorted: Float64Array,
  { percentiles, method }: PercentileTerms,
): RankedPercentile[] {
  const sampleSize = sorted.length;
  return percentiles.map((p) => {
    const value = percentile(sorted, p, method);
    if (value === null) return { percentile: p, value, shareAtOrUnder: null, sampleSize, isMaximum: null };
    const shareAtOrUnder = countAtOrUnder(sorted, value) / sampleSize;
    return { percentile: p, value, shareAtOrUnder, sampleSize, isMaximum: isLastRank(sampleSize, p, method) };
  });
}

function isLastRank(sampleSize: number, p: number, method: PercentileMethod): boolean {
  if (method === 'linear') return p === 100 || sampleSize === 1;
  return Math.ceil((p * sampleSize) / 100 - 1e-9) === sampleSize;
}

/** The values in ascending order, as percentiles need them. */
export function ascending(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}
