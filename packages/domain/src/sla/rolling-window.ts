import { zonedAt } from '../calendar/local-time.ts';
import type { Instant } from '../instant.ts';

/** Where a window begins that ends at an instant. */
export type WindowStart = (end: Instant) => Instant;

/** Windows of so many local days, that begin at the same time by the clock on the wall as they end. */
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
