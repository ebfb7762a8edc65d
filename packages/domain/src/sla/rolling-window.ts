import { zonedAt } from '../calendar/local-time.ts';
import type { Instant } from '../instant.ts';

/** The start of the window that ends at an instant. */
export type WindowStart = (end: Instant) => Instant;

/** Windows of this many local days, which begin and end at the same local time. */
export function rollingDays(days: number, timeZone: string): WindowStart {
  return (end) => {
    const fraction = end - Math.floor(end / 1000) * 1000;
    return zonedAt(end, timeZone).subtract({ days }).epochMilliseconds * 1000 + fraction;
  };
}

/** The end of the window that begins at an instant. */
export function rollingDaysEnd(days: number, timeZone: string): WindowStart {
  return rollingDays(-days, timeZone);
}
