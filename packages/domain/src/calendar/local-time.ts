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

/**
 * The zone of a row, or UTC if it is unknown: SQL cannot check every zone, and a message at the wrong hour is better
 * than none.
 */
export function zoneOrUtc(name: string | null): string {
  try {
    return resolveTimeZone(name ?? 'UTC');
  } catch (error) {
    if (error instanceof InvalidInput) return 'UTC';
    throw error;
  }
}

/** Local clock at an instant, to the millisecond: no zone changes its clock within one. */
export function zonedAt(instant: Instant, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(instant / 1000)).toZonedDateTimeISO(timeZone);
}

/** The first instant of a local date; not always midnight, as clocks may go forward at midnight. */
export function startOfDate(date: Temporal.PlainDate, timeZone: string): Instant {
  return date.toZonedDateTime(timeZone).epochMilliseconds * 1000;
}

/** Whether a text is `YYYY-MM-DD` and there is such a day. */
export function isDate(text: string): boolean {
  try {
    return /^\d{4}-\d\d-\d\d$/.test(text) && Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

/** The local date, `YYYY-MM-DD`, on which an instant falls. */
export function localDate(instant: Instant, timeZone: string): string {
  return zonedAt(instant, timeZone).toPlainDate().toString();
}

/** A table may hold a hundred thousand instants: Temporal takes ten times as long for each. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** The local clock at an instant to the minute, `YYYY-MM-DD HH:MM`, which is how Swedes write it. */
export function localMinute(instant: Instant, timeZone: string): string {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    clocks.set(timeZone, clock);
  }
  return clock.format(Math.floor(instant / 1000));
}

/**
 * The last microsecond of a local date (`YYYY-MM-DD`): work due on a date is in time until that day is over. If clocks
 * go back across midnight, the day ends the second time; a date that the zone skipped ends at the instant at which it
 * would begin. Throws RangeError if there is no such date.
 */
export function lastInstantOf(date: string, timeZone: string): Instant {
  const day = Temporal.PlainDate.from(date);
  const next = day.add({ days: 1 });
  const again = next.toPlainDateTime().toZonedDateTime(timeZone, { disambiguation: 'later' });
  const cameBack = again.subtract({ milliseconds: 1 }).toPlainDate().equals(day);
  return (cameBack ? again.epochMilliseconds * 1000 : startOfDate(next, timeZone)) - 1;
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
