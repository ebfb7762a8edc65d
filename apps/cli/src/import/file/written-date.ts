import type { Instant } from '@kanban/domain';

/** The order of day, month and year in dates that do not show it. */
export type DateOrder = 'dmy' | 'mdy' | 'ymd';
export const dateOrders: readonly DateOrder[] = ['dmy', 'mdy', 'ymd'];

/** A date or time in a file, as far as its text alone determines it. */
export interface WrittenDate {
  /** The three numbers of the date as written, if their order is open: `01/02/26`. */
  readonly open: readonly [string, string, string] | undefined;
  /** With dots between them the day comes first, unless an option says otherwise. */
  readonly isDotted: boolean;
  /** The beginning of the day as if it were UTC, in microseconds; 0 if `open` has the numbers. */
  readonly day: number;
  /** What is added to it, in microseconds. */
  readonly time: number;
  /** From UTC, in microseconds; undefined: by the clock of the file's zone. */
  readonly offset: number | undefined;
}

const DAY = 86_400_000_000;
const MINUTE = 60_000_000;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const iso = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})/;
const numbers = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;
/** `05/Jan/26`, `5 January 2026` */
const dayAndName = /^(?:[a-z]{3,9},? )?(\d{1,2})[-/. ]+([a-z]{3,9})[-/., ]+(\d{4}|\d{2})(?!\d)/i;
/** `Jan 5, 2026`, `Mon Jan 05 2026` */
const nameAndDay = /^(?:[a-z]{3,9},? )?([a-z]{3,9})\.? (\d{1,2}),? (\d{4})/i;
const clock =
  /^(?:T|,?\s+)(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:\s?([ap])\.?m\.?)?(?:\s?(Z|UTC|GMT)?([+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?(?:\s\([^)]*\))?)$/i;
/** Excel counts days from 1899-12-30; these are 1970 to 2099. */
const serial = /^(\d{5})(?:[.,](\d+))?$/;
const [firstSerial, lastSerial] = [25_569, 73_050];
const unixSeconds = /^(\d{10})(?:[.,](\d{1,6}))?$/;
const unixMilliseconds = /^\d{13}$/;

/**
 * Reads the formats of spreadsheets and trackers: ISO 8601, dates of three numbers, dates with English month names,
 * times of 12 or 24 hours, Excel's serial numbers, Unix seconds and milliseconds. Undefined for any other text and for
 * dates or times that do not exist.
 */
export function readDate(text: string): WrittenDate | undefined {
  return readCalendarDate(text) ?? readNumber(text);
}

function readCalendarDate(text: string): WrittenDate | undefined {
  const match = iso.exec(text) ?? numbers.exec(text) ?? dayAndName.exec(text) ?? nameAndDay.exec(text);
  if (!match) return undefined;
  const clockTime = readClock(text.slice(match[0].length));
  if (!clockTime) return undefined;
  const date = dateOf(match);
  const isDotted = match[2] === '.';
  if (typeof date === 'number') return { open: undefined, isDotted, day: date, ...clockTime };
  return date && { open: date, isDotted, day: 0, ...clockTime };
}

/** For a match of one of the four forms: its day, or its numbers if their order is open. */
function dateOf([, first = '', second = '', third = '', fourth = '']: RegExpExecArray) {
  if (fourth !== '')
    return first.length === 4 ? dayOf(first, third, fourth) : ([first, third, fourth] as const);
  const [day, name] = /\d/.test(first) ? [first, second] : [second, first];
  const month = months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
  return month === 0 ? undefined : dayOf(third, String(month), day);
}

/**
 * The start of a day in microseconds since 1970; undefined if the calendar has no such day. Years of two digits are
 * 1970 to 2069.
 */
export function dayOf(year: string, month: string, day: string): number | undefined {
  const century = year.length > 2 ? '' : Number(year) < 70 ? '20' : '19';
  const date = `${century}${year.padStart(2, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const ms = Date.parse(`${date}T00:00:00Z`);
  // Date.parse reads 30 February as a day of March.
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== date ? undefined : ms * 1000;
}

function readClock(text: string): { time: number; offset: number | undefined } | undefined {
  if (text === '') return { time: 0, offset: undefined };
  const match = clock.exec(text);
  if (!match) return undefined;
  const [, hours = '', minutes = '', seconds = '0', fraction = '', half, utc, from] = match;
  const hour =
    half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  const isHour = half === undefined ? hour < 24 : Number(hours) >= 1 && Number(hours) <= 12;
  if (!isHour || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  return {
    time: (hour * 60 + Number(minutes)) * MINUTE + Number(seconds) * 1_000_000 + microseconds(fraction),
    offset: from === undefined ? (utc === undefined ? undefined : 0) : offsetOf(from),
  };
}

function offsetOf(text: string): number {
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(3).replace(':', ''));
  return (text.startsWith('-') ? -minutes : minutes) * MINUTE;
}

function readNumber(text: string): WrittenDate | undefined {
  const [, seconds, fraction = ''] = unixSeconds.exec(text) ?? [];
  if (seconds !== undefined) return instant(Number(seconds) * 1_000_000 + microseconds(fraction));
  if (unixMilliseconds.test(text)) return instant(Number(text) * 1000);
  const [, days, part = '0'] = serial.exec(text) ?? [];
  if (days === undefined || Number(days) < firstSerial || Number(days) > lastSerial) return undefined;
  // Excel itself is not exact below a millisecond.
  const time = Math.round((Number(`0.${part}`) * DAY) / 1000) * 1000;
  return {
    open: undefined,
    isDotted: false,
    day: (Number(days) - firstSerial) * DAY,
    time,
    offset: undefined,
  };
}

function instant(at: Instant): WrittenDate {
  return { open: undefined, isDotted: false, day: 0, time: at, offset: 0 };
}

/** What is finer is cut off. */
function microseconds(fraction: string): number {
  return Number(fraction.padEnd(6, '0').slice(0, 6));
}
