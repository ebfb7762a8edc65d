import { type Interval, intervalIndexAt, isComplete } from './calendar/intervals.ts';
import type { Instant } from './instant.ts';

export interface ThroughputInterval extends Interval {
  finished: number;
  /** False for an interval that is not over: more may still be finished in it. */
  complete: boolean;
}

/**
 * Items finished in each interval, including empty intervals. `finishedAt` in any order, one per item; those outside
 * the intervals are ignored. Throughput of The Kanban Guide.
 */
export function throughput(
  finishedAt: readonly Instant[],
  intervals: readonly Interval[],
  now: Instant,
): ThroughputInterval[] {
  const answer = intervals.map((interval) => ({
    ...interval,
    finished: 0,
    complete: isComplete(interval, now),
  }));
  for (const at of finishedAt) {
    const interval = answer[intervalIndexAt(intervals, at)];
    if (interval) interval.finished += 1;
  }
  return answer;
}
