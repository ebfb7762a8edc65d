/** An instant as integer microseconds since 1970-01-01T00:00:00Z: exact, sortable, below 2^53 until the year 2255. */
export type Instant = number;

const sqlDateTime = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?$/;

/** Reads what MySQL prints for DATETIME(6) in UTC. Throws a RangeError for anything else. */
export function instantFromSql(text: string): Instant {
  const match = sqlDateTime.exec(text);
  if (!match) throw new RangeError(`Not a DATETIME: ${text}`);
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = match;
  const ms = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return ms * 1000 + Number(fraction.padEnd(6, '0'));
}

/** An instant as the DATETIME(6) literal MySQL reads: `2026-11-22 12:00:00.000000`, in UTC. */
export function sqlInstant(instant: Instant): string {
  return isoInstant(instant).replace('T', ' ').slice(0, -1);
}

/** An instant as ISO 8601 with microseconds: `2026-11-22T12:00:00.000000Z`. */
export function isoInstant(instant: Instant): string {
  const seconds = Math.floor(instant / 1_000_000);
  const fraction = String(instant - seconds * 1_000_000).padStart(6, '0');
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${fraction}Z`;
}

/** The current instant of this process, to the microsecond the clock gives. Leases use the database's clock instead. */
export function now(): Instant {
  return Math.round((performance.timeOrigin + performance.now()) * 1000);
}
