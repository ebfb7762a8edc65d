import type { EventPayload } from '../../topics.ts';
import { utcMinute } from './utc-minute.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * The deadline in the zone of the stream: `20 November 2026` for a day, or `2026-11-22 12:00 America/New_York`. In UTC if the
 * zone is missing or unknown. A text that is neither a day nor an instant stays as it is.
 */
export function deadlineText({ deadline = '', time_zone: timeZone = 'UTC' }: EventPayload): string {
  const ms = Date.parse(deadline);
  if (Number.isNaN(ms) || (!DAY.test(deadline) && !INSTANT.test(deadline))) return deadline;
  if (DAY.test(deadline)) {
    return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'long' }).format(ms);
  }
  return localMinute(ms, timeZone) ?? utcMinute(deadline);
}

function localMinute(ms: number, timeZone: string): string | undefined {
  try {
    const date = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
    return `${date.format(ms)} ${timeZone}`;
  } catch {
    return undefined;
  }
}

/** The same, but longer: it says when a day ends. */
export function deadlineFact(payload: EventPayload): string {
  const { deadline = '', time_zone: timeZone } = payload;
  const zone = timeZone === undefined ? '' : ` in ${timeZone}`;
  return DAY.test(deadline)
    ? `${deadlineText(payload)}, until the end of the day${zone}`
    : deadlineText(payload);
}
