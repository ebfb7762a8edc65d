import { formatInstant, type Instant } from '@kanban/domain/instant';
import { type RawBuilder, sql } from 'kysely';

const sqlDateTime = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?$/;
/** Microseconds that a number still tells apart in the year 9999. */
const coarse = 32;

/**
 * Reads what MySQL prints for DATETIME(6) in UTC. NaN for a date that there is not, as sessions that were not strict have
 * stored (0000-00-00, 2026-02-30): a RangeError in the driver would cost the whole answer. Throws it for anything else.
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

/** In milliseconds; NaN where the calendar has no such day. `Date.UTC` takes the years 0 to 99 for 1900 to 1999. */
function startOfDay(year: number, month: number, day: number): number {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : Number.NaN;
}

/** An instant as the DATETIME(6) literal MySQL reads: `2026-11-22 12:00:00.000000`, in UTC. */
export function sqlInstant(instant: Instant): string {
  return formatInstant(instant).replace('T', ' ').slice(0, -1);
}

/** An instant as a bound value of a Kysely statement, with the type that the column is read with. */
export function instantValue(instant: Instant): RawBuilder<Instant> {
  return sql<Instant>`${sqlInstant(instant)}`;
}

/** The current instant of this process, to the microsecond the clock gives. Leases use the database's clock instead. */
export function now(): Instant {
  return Math.round((performance.timeOrigin + performance.now()) * 1000);
}
