import { formatInstant, type Instant } from '@kanban/domain/instant';
import { type RawBuilder, sql } from 'kysely';

const sqlDateTime = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?$/;
/** The precision in microseconds that a number still has in the year 9999. */
const coarse = 32;

/**
 * Reads the text of a DATETIME(6) in UTC. NaN for a date that does not exist, as sessions without strict mode have
 * stored (0000-00-00, 2026-02-30): a RangeError in the driver would lose the whole answer. Throws RangeError for any
 * other text.
 */
export function instantFromSql(text: string): Instant {
  const match = sqlDateTime.exec(text);
  if (!match) throw new RangeError(`Not a DATETIME: ${text}`);
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = match;
  const ms = startOfDay(Number(year), Number(month), Number(day));
  const seconds = ms / 1000 + Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  const us = Number(fraction.padEnd(6, '0'));
  const instant = seconds * 1_000_000;
  // Rounded down: the last microsecond of a year must not become the next year.
  return Number.isSafeInteger(instant + us) ? instant + us : instant + Math.floor(us / coarse) * coarse;
}

/** In milliseconds; NaN if the calendar has no such day. `Date.UTC` reads the years 0 to 99 as 1900 to 1999. */
function startOfDay(year: number, month: number, day: number): number {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : Number.NaN;
}

/** An instant as a DATETIME(6) literal for MySQL: `2026-11-22 12:00:00.000000`, in UTC. */
export function sqlInstant(instant: Instant): string {
  return formatInstant(instant).replace('T', ' ').slice(0, -1);
}

/** An instant as a bound value of a Kysely statement, with the type of the column. */
export function instantValue(instant: Instant): RawBuilder<Instant> {
  return sql<Instant>`${sqlInstant(instant)}`;
}

/** The current instant of this process, in microseconds. Leases use the database's clock instead. */
export function now(): Instant {
  return Math.round((performance.timeOrigin + performance.now()) * 1000);
}
