import { Temporal } from 'temporal-polyfill';
import { DAY, type Instant } from '../instant.ts';
import { InvalidInput } from '../invalid-input.ts';

/** The name as the time zone database spells it. Throws InvalidInput `unknown-time-zone`. */
export function resolveTimeZone(name: string): string {
  try {
    // Only names: an offset such as +05:45 knows no daylight saving, and would look right until it is wrong.
    if (/^[A-Za-z][\w+/-]{0,63}$/.test(name)) {
      return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
    }
  } catch {
    // falls through to the one error below
  }
  throw new InvalidInput({
    problem: 'unknown-time-zone',
    parameter: 'timeZone',
    value: name,
    reason: 'is not a known time zone',
    allowed: 'a name of the IANA time zone database, such as Europe/Berlin or UTC',
  });
}

/** Local clock at an instant, to the millisecond: no zone changes its clock within one. */
export function zonedAt(instant: Instant, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(instant / 1000)).toZonedDateTimeISO(timeZone);
}

/** The first instant of a local date; not always midnight, as clocks may go forward at midnight. */
export function startOfDate(date: Temporal.PlainDate, timeZone: string): Instant {
  return date.toZonedDateTime(timeZone).epochMilliseconds * 1000;
}

/** The local date, `YYYY-MM-DD`, on which an instant falls. */
export function localDate(instant: Instant, timeZone: string): string {
  return zonedAt(instant, timeZone).toPlainDate().toString();
}

/**
 * The last microsecond of a local date (`YYYY-MM-DD`): work due on a date is in time until that day is over.
 * Throws RangeError if there is no such date.
 */
export function lastInstantOf(date: string, timeZone: string): Instant {
  return startOfDate(Temporal.PlainDate.from(date).add({ days: 1 }), timeZone) - 1;
}

/**
 * Local calendar dates touched from start to end, first and last included: 1 when both fall on the same date.
 * The "+1 day" of D. Vacanti, Actionable Agile Metrics for Predictability (2015).
 */
export function inclusiveDays(start: Instant, end: Instant, timeZone: string): number {
  return localDay(end, timeZone) - localDay(start, timeZone) + 1;
}

/** Local dates since 1970-01-01; a number, as there may be a hundred thousand items to count for. */
function localDay(instant: Instant, timeZone: string): number {
  return Math.floor((instant + zonedAt(instant, timeZone).offsetNanoseconds / 1000) / DAY);
}
