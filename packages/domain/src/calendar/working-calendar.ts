import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../instant.ts';
import { isDate, resolveTimeZone, zonedAt } from './local-time.ts';

/** Working hours of a weekday in local time; several on one day leave breaks between them. */
export interface WorkingHours {
  /** 1 = Monday … 7 = Sunday (ISO 8601). */
  weekday: number;
  /** `HH:MM` or `HH:MM:SS`. */
  starts: string;
  /** Not worked any more; `24:00:00` is the end of the day. */
  ends: string;
}

export interface WorkingCalendarRules {
  /** IANA name. */
  timeZone: string;
  /** None at all: every hour of every weekday counts. */
  hours: readonly WorkingHours[];
  /** Local dates, `YYYY-MM-DD`, on which nobody works. */
  holidays: readonly string[];
}

/** A stretch of working time: half open, never empty. */
export interface Stretch {
  start: Instant;
  end: Instant;
}

/** The working time in one piece; all time is divided into pieces of equal length. */
interface Piece {
  /** In order, without overlaps. */
  stretches: readonly Stretch[];
  /** How long they last together. */
  totalUs: number;
}

/** The length of a piece. */
export const PIECE = 28 * DAY;
/** No zone changes its clock twice within one piece. */
const PROBE = 7 * DAY;
const WHOLE_WEEK = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, starts: '00:00', ends: '24:00' }));
const LOCAL_TIME = /^(\d\d):([0-5]\d)(?::([0-5]\d))?$/;
/** 1970-01-01, day 0, was a Thursday. */
const THURSDAY = 4;

/**
 * The working time of a value stream. Hours are local time; durations are elapsed time: working hours that a clock
 * change skips do not count, and those that it repeats count twice. Results are cached, so use one object for many
 * questions. Throws InvalidInput for an unknown zone, RangeError for other invalid rules.
 */
export class WorkingCalendar {
  readonly timeZone: string;
  /** Every hour counts, so no calendar is needed. */
  readonly isAlwaysOpen: boolean;
  readonly #hours: ReadonlyMap<number, readonly { from: number; to: number }[]>;
  readonly #holidays: ReadonlySet<number>;
  readonly #pieces = new Map<number, Piece>();

  constructor({ timeZone, hours, holidays }: WorkingCalendarRules) {
    this.timeZone = resolveTimeZone(timeZone);
    this.isAlwaysOpen = hours.length === 0 && holidays.length === 0;
    this.#hours = byWeekday(hours.length === 0 ? WHOLE_WEEK : hours);
    this.#holidays = new Set(holidays.map(dayOf));
  }

  /** Whether a local date, given as days since 1970-01-01, is a working day by its weekday and the holidays. */
  worksOn(day: number): boolean {
    return this.#hours.has(weekdayOf(day)) && !this.#holidays.has(day);
  }

  /** The working time from `index * PIECE` to the next piece. */
  piece(index: number): Piece {
    const known = this.#pieces.get(index);
    if (known) return known;
    const stretches = [...this.#stretches(index * PIECE, (index + 1) * PIECE)];
    const piece = { stretches, totalUs: stretches.reduce((sum, { start, end }) => sum + end - start, 0) };
    this.#pieces.set(index, piece);
    return piece;
  }

  /** Between two clock changes local time runs as UTC does, and local dates follow each other without a gap. */
  *#stretches(from: Instant, to: Instant): Generator<Stretch> {
    for (const { start, end, offset } of this.#offsets(from, to)) {
      const lastDay = Math.floor((end - 1 + offset) / DAY);
      for (let day = Math.floor((start + offset) / DAY); day <= lastDay; day++) {
        if (this.#holidays.has(day)) continue;
        for (const hours of this.#hours.get(weekdayOf(day)) ?? []) {
          const midnight = day * DAY - offset;
          const stretch = {
            start: Math.max(start, midnight + hours.from),
            end: Math.min(end, midnight + hours.to),
          };
          if (stretch.start < stretch.end) yield stretch;
        }
      }
    }
  }

  /** The stretches between clock changes, with how far the local clock is ahead of UTC. */
  *#offsets(from: Instant, to: Instant): Generator<Stretch & { offset: number }> {
    let start = from;
    let offset = this.#offsetAt(from);
    for (let probe = from; probe < to; probe += PROBE) {
      const next = Math.min(probe + PROBE, to);
      const offsetThen = this.#offsetAt(next);
      if (offsetThen === offset) continue;
      const change = this.#changeBetween(probe, next, offset);
      yield { start, end: change, offset };
      start = change;
      offset = offsetThen;
    }
    if (start < to) yield { start, end: to, offset };
  }

  /** Clocks change on full seconds. */
  #changeBetween(before: Instant, after: Instant, offset: number): Instant {
    let [low, high] = [before / SECOND, after / SECOND];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#offsetAt(middle * SECOND) === offset) low = middle;
      else high = middle;
    }
    return high * SECOND;
  }

  #offsetAt(instant: Instant): number {
    return zonedAt(instant, this.timeZone).offsetNanoseconds / 1000;
  }
}

/** 1 = Monday … 7 = Sunday. */
export function weekdayOf(day: number): number {
  return ((((day + THURSDAY - 1) % 7) + 7) % 7) + 1;
}

function byWeekday(hours: readonly WorkingHours[]): Map<number, { from: number; to: number }[]> {
  const week = new Map<number, { from: number; to: number }[]>();
  for (const { weekday, starts, ends } of hours) {
    if (!Number.isInteger(weekday) || weekday < 1 || weekday > 7)
      throw new RangeError(`no weekday: ${weekday}`);
    const [from, to] = [sinceMidnight(starts), sinceMidnight(ends)];
    if (from >= to) throw new RangeError(`working hours end before they start: ${starts} to ${ends}`);
    week.set(weekday, [...(week.get(weekday) ?? []), { from, to }]);
  }
  for (const day of week.values()) {
    day.sort((a, b) => a.from - b.from);
    if (day.some(({ to }, place) => to > (day[place + 1]?.from ?? DAY)))
      throw new RangeError('working hours overlap');
  }
  return week;
}

function sinceMidnight(text: string): number {
  const [, hours, minutes, seconds = '0'] = LOCAL_TIME.exec(text) ?? [];
  const us = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND;
  if (!(us <= DAY)) throw new RangeError(`no time of a day: ${text}`);
  return us;
}

/** Days from 1970-01-01 to a date, in any zone. */
function dayOf(date: string): number {
  if (!isDate(date)) throw new RangeError(`no date: ${date}`);
  return (Date.parse(`${date}T00:00:00Z`) * 1000) / DAY;
}
