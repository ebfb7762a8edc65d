import { type Interval, intervalIndexAt } from './calendar/intervals.ts';
import type { Instant } from './instant.ts';
import {
  ascending,
  type PercentileTerms,
  type RankedPercentile,
  rankedPercentiles,
} from './ranked-percentiles.ts';

/** How long an item took that was finished then; the duration in any unit, of which the answer's are too. */
export interface TimedFinish {
  finishedAt: Instant;
  duration: number;
}

export interface LeadTimeInterval extends Interval {
  sampleSize: number;
  /** Null when nothing was finished, as the values of percentiles are. */
  mean: number | null;
  percentiles: RankedPercentile[];
}

/**
 * How long the items took that were finished in each interval, empty intervals included: whether an item takes longer than it did.
 * `finished` in the order of finishing, as a sum depends on it; what lies outside the intervals is ignored. Throws InvalidInput
 * `percentile-out-of-range`.
 */
export function leadTimeOverTime(
  finished: readonly TimedFinish[],
  intervals: readonly Interval[],
  terms: PercentileTerms,
): LeadTimeInterval[] {
  const samples = intervals.map((): number[] => []);
  for (const { finishedAt, duration } of finished)
    samples[intervalIndexAt(intervals, finishedAt)]?.push(duration);
  return intervals.map((interval, place) => {
    const sample = samples[place] as number[];
    const sum = sample.reduce((total, duration) => total + duration, 0);
    return {
      ...interval,
      sampleSize: sample.length,
      mean: sample.length === 0 ? null : sum / sample.length,
      percentiles: rankedPercentiles(ascending(sample), terms),
    };
  });
}
