/**
 * A point in time: whole microseconds since 1970-01-01T00:00:00Z, as the audit log keeps it; exact from 1684 to 2255, others to
 * 32 microseconds. NaN is a date that does not exist, which a database may hold from sessions that were not strict.
 */
export type Instant = number;

/** Local dates that are accepted, the last one a day before the last of the calendar: its end is an instant in every zone. */
export const EARLIEST_DATE = '1970-01-01';
export const LATEST_DATE = '9999-12-30';

/** An elapsed time in microseconds. */
export type DurationUs = number;

export const SECOND: DurationUs = 1_000_000;
export const MINUTE: DurationUs = 60 * SECOND;
export const HOUR: DurationUs = 60 * MINUTE;
export const DAY: DurationUs = 24 * HOUR;

/** `2026-03-29T01:00:00.000000Z`: UTC with all six digits, so that instants sort as text too. */
export function formatInstant(instant: Instant): string {
  const seconds = Math.floor(instant / SECOND);
  const fraction = String(instant - seconds * SECOND).padStart(6, '0');
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${fraction}Z`;
}

/** Whether it is an instant, and not an impossible date. */
export function isReadable(instant: Instant | null): instant is Instant {
  return instant !== null && !Number.isNaN(instant);
}
