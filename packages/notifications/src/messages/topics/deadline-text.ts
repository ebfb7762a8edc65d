import type { EventPayload } from '../../topics.ts';
import { utcMinute } from './utc-minute.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * Until when, as the people of the stream write it: `20 November 2026` for a day, which is the same in every zone, or
 * `2026-11-22 12:00 America/New_York`; in UTC where the zone is not said or not known, and a text that is neither as it is.
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

/** The same with what a day means, for where there is room. */
export function deadlineFact(payload: EventPayload): string {
  const { deadline = '', time_zone: timeZone } = payload;
  const zone = timeZone === undefined ? '' : ` in ${timeZone}`;
  return DAY.test(deadline) ? `${deadlineText(payload)}, to its end${zone}` : deadlineText(payload);
}
