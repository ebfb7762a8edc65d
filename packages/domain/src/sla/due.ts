import { lastInstantOf } from '../calendar/local-time.ts';
import { DAY, formatInstant, type Instant } from '../instant.ts';

/**
 * The day, `YYYY-MM-DD`, of a stored due date with the time 00:00:00.000000 in UTC, in any zone of its stream. Null for
 * any other time, which means that instant.
 */
export function dueDayOf(dueAt: Instant): string | null {
  return dueAt % DAY === 0 ? formatInstant(dueAt).slice(0, 10) : null;
}

/** Many items are due on few days, and asking the zone is slow. */
const ends = new Map<string, Instant>();
const MOST_ENDS = 10_000;

/** The last instant at which work with this due date is in time: a day lasts to its end in the zone of the stream. */
export function endOfDue(dueAt: Instant, timeZone: string): Instant {
  if (dueAt % DAY !== 0) return dueAt;
  const key = `${dueAt} ${timeZone}`;
  let end = ends.get(key);
  if (end === undefined) {
    end = lastInstantOf(dueDayOf(dueAt) as string, timeZone);
    if (ends.size >= MOST_ENDS) ends.clear();
    ends.set(key, end);
  }
  return end;
}
