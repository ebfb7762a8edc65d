import type { Interval } from '@kanban/api';
import type { ZonedDates } from './format/zoned-dates.ts';
import type { Look } from './look.ts';

/** The position of the bar of an interval on an axis of local time. */
export interface BarPlace {
  from: number;
  to: number;
  middle: number;
}

/** Bars as wide as their intervals, with a gap between them if there is room. */
export function barPlaces(intervals: readonly Interval[], dates: ZonedDates, look: Look): BarPlace[] {
  const gap = look.width / Math.max(1, intervals.length) > 5 ? 0.1 : 0;
  return intervals.map(({ start, end }) => {
    const from = dates.wallClock(start);
    const to = dates.wallClock(end);
    const inset = (to - from) * gap;
    return { from: from + inset, to: to - inset, middle: (from + to) / 2 };
  });
}

/** `day`, `week` …: what the intervals of an answer are. */
export function intervalNoun(
  intervals: readonly Pick<Interval, 'label'>[],
): 'hour' | 'day' | 'week' | 'month' {
  const label = intervals[0]?.label ?? '';
  if (label.includes('T')) return 'hour';
  if (label.includes('W')) return 'week';
  return /^\d{4}-\d{2}$/.test(label) ? 'month' : 'day';
}
