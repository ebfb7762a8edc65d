import type { WorkingCalendar } from './calendar/working-calendar.ts';
import { workingTimeBetween } from './calendar/working-time.ts';
import type { DurationUs, Instant } from './instant.ts';

/** Time that passes from `a` to `b` by some clock; negative when `b` is the earlier. */
export type TimeBetween = (a: Instant, b: Instant) => DurationUs;

/** All time counts. */
export const elapsedBetween: TimeBetween = (a, b) => b - a;

/** Only the working hours of a stream count. Without hours and holidays it is the same as `elapsedBetween`. */
export function workingBetween(calendar: WorkingCalendar): TimeBetween {
  return (a, b) => workingTimeBetween(a, b, calendar);
}
