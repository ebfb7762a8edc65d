import { DAY, HOUR, MINUTE, SECOND } from './instant.ts';
import type { LeadTime } from './lead-time.ts';
import { percentile } from './percentiles.ts';

/** Durations from `from` up to, and not including, `to`. */
export interface Bin {
  from: number;
  to: number;
  count: number;
}

export interface Distribution {
  unit: LeadTime<unknown>['unit'];
  binWidth: number;
  /** From the first to the last bin with a value, including empty bins between them. */
  bins: Bin[];
}

const MOST_BINS = 60;

/** Bin widths that readers know by name; beyond the last, whole multiples of it. */
const WIDTHS = {
  microseconds: [
    ...[1, 5, 15, 30].map((n) => n * SECOND),
    ...[1, 5, 15, 30].map((n) => n * MINUTE),
    ...[1, 2, 4, 8, 12].map((n) => n * HOUR),
    ...[1, 2, 7, 14, 28].map((n) => n * DAY),
  ],
  days: [1, 2, 7, 14, 28],
};

/**
 * A histogram of durations, with bins aligned to zero. The width is that of D. Freedman and P. Diaconis, On the
 * histogram as a density estimator (1981): twice the interquartile range over the cube root of n. It is rounded up to a
 * named width, and further until there are at most 60 bins.
 */
export function distribution(durations: readonly number[], unit: Distribution['unit']): Distribution {
  const sorted = Float64Array.from(durations).sort();
  const binWidth = chooseWidth(sorted, WIDTHS[unit]);
  if (sorted.length === 0) return { unit, binWidth, bins: [] };

  const place = (duration: number) => Math.floor(duration / binWidth);
  const first = place(sorted[0] as number);
  const last = place(sorted[sorted.length - 1] as number);
  const bins = Array.from({ length: last - first + 1 }, (_, n) => ({
    from: (first + n) * binWidth,
    to: (first + n + 1) * binWidth,
    count: 0,
  }));
  for (const duration of sorted) (bins[place(duration) - first] as Bin).count += 1;
  return { unit, binWidth, bins };
}

function chooseWidth(sorted: Float64Array, widths: readonly number[]): number {
  const spread = (percentile(sorted, 75, 'linear') ?? 0) - (percentile(sorted, 25, 'linear') ?? 0);
  const span = (sorted.at(-1) ?? 0) - (sorted[0] ?? 0);
  // One bin fewer than the maximum, because values seldom begin at the start of a bin.
  const least = Math.max((2 * spread) / Math.cbrt(sorted.length || 1), span / (MOST_BINS - 1));
  const widest = widths.at(-1) as number;
  return widths.find((width) => width >= least) ?? Math.ceil(least / widest) * widest;
}
