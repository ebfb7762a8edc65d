/** A point in time: whole microseconds since 1970-01-01T00:00:00Z, as the audit log keeps it. */
export type Instant = number;

/** An elapsed time in microseconds. */
export type DurationUs = number;

export const MICROSECOND: DurationUs = 1;
export const SECOND: DurationUs = 1_000_000;
export const MINUTE: DurationUs = 60 * SECOND;
export const HOUR: DurationUs = 60 * MINUTE;
export const DAY: DurationUs = 24 * HOUR;

/** `2026-03-29T01:00:00.000000Z`: UTC with all six digits, so that instants sort as text too. */
export function formatInstant(instant: Instant): string {
  const milliseconds = Math.floor(instant / 1000);
  const micros = instant - milliseconds * 1000;
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${String(micros).padStart(3, '0')}Z`;
}
