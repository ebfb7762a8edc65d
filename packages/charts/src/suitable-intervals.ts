import type { IntervalUnit } from '@kanban/api';

/** Intervals for a range of so many days: points of lines may lie closer than bars can stand. */
export function suitableIntervals(days: number): { points: IntervalUnit; bars: IntervalUnit } {
  return {
    points: days <= 3 ? 'hour' : days <= 800 ? 'day' : 'week',
    bars: days <= 2 ? 'hour' : days <= 45 ? 'day' : days <= 400 ? 'week' : 'month',
  };
}
