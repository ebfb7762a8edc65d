import { DAY, type DurationUs, type Instant } from '../instant.ts';
import { PIECE, type WorkingCalendar } from './working-calendar.ts';

/** Limits the search in a calendar without working time. */
const LONGEST_PAUSE: DurationUs = 10 * 366 * DAY;
/** Instants are whole microseconds up to here (2^53). */
const LAST_INSTANT: Instant = Number.MAX_SAFE_INTEGER;

/** There is not enough working time: none for ten years, or not enough until the year 2255. */
export class NoWorkingTime extends Error {}

/**
 * The first instant by which so much working time has passed since `start`: the end of the working hours that use it up,
 * not the beginning of the next. With a duration of 0 that is `start`, worked or not.
 * Throws NoWorkingTime, and RangeError for a negative duration.
 */
export function addWorkingTime(start: Instant, durationUs: DurationUs, calendar: WorkingCalendar): Instant {
  if (durationUs < 0) throw new RangeError('working time can only be added');
  if (calendar.isAlwaysOpen || durationUs === 0) return start + durationUs;
  let index = Math.floor(start / PIECE);
  let left = durationUs + workedIn(calendar, index, start);
  for (let workedAt = start; ; index++) {
    const { stretches, totalUs } = calendar.piece(index);
    if (left <= totalUs) {
      for (const { start, end } of stretches) {
        if (left <= end - start) return start + left;
        left -= end - start;
      }
    }
    left -= totalUs;
    const end = (index + 1) * PIECE;
    if (totalUs > 0) workedAt = end;
    if (end - workedAt > LONGEST_PAUSE || end > LAST_INSTANT) {
      throw new NoWorkingTime(`the working hours and holidays leave too little time in ${calendar.timeZone}`);
    }
  }
}

/** How much working time passes from `a` to `b`; negative when `b` is the earlier. */
export function workingTimeBetween(a: Instant, b: Instant, calendar: WorkingCalendar): DurationUs {
  if (calendar.isAlwaysOpen) return b - a;
  // Not by a minus sign, which would give -0 for 0.
  if (b < a) return 0 - workingTimeBetween(b, a, calendar);
  const [first, last] = [Math.floor(a / PIECE), Math.floor(b / PIECE)];
  let worked = workedIn(calendar, last, b) - workedIn(calendar, first, a);
  for (let index = first; index < last; index++) worked += calendar.piece(index).totalUs;
  return worked;
}

/** Working time from the beginning of a piece until an instant in it. */
function workedIn(calendar: WorkingCalendar, index: number, until: Instant): DurationUs {
  let worked = 0;
  for (const { start, end } of calendar.piece(index).stretches) {
    if (start >= until) break;
    worked += Math.min(end, until) - start;
  }
  return worked;
}
