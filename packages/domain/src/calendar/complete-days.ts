import type { Instant } from '../instant.ts';
import { localDate, startOfDate, zonedAt } from './local-time.ts';
import type { Range } from './range.ts';

/** The complete local days before the local date on which an instant falls. */
export function completeDaysBefore(at: Instant, timeZone: string, days = 90): Range {
  const date = zonedAt(at, timeZone).toPlainDate();
  const [from, to] = [startOfDate(date.subtract({ days }), timeZone), startOfDate(date, timeZone)];
  return { from, to, timeZone, fromLocal: localDate(from, timeZone), toLocal: localDate(to - 1, timeZone) };
}
