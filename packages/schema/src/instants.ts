import { formatInstant, type Instant } from '@kanban/domain/instant';
import { type RawBuilder, sql } from 'kysely';

const sqlDateTime = /^\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d:\d\d(?:\.\d{1,6})?)?$/;
/** Where the fraction of a second begins, and the digits of a whole one. */
const [FRACTION, DIGITS] = [20, 6];
const WHOLE = FRACTION + DIGITS;
const [DASH, SPACE, COLON, POINT] = [...'- :.'].map((each) => each.charCodeAt(0));
/** The precision in microseconds that a number still has in the year 9999. */
const coarse = 32;

/**
 * Reads the text of a DATETIME(6) in UTC. NaN for a date that does not exist, as sessions without strict mode have
 * stored (0000-00-00, 2026-02-30): a RangeError in the driver would lose the whole answer. Throws RangeError for any
 * other text. By digits, without a Date or a text for each part: a long answer spends most of its time here.
 */
export function instantFromSql(text: string): Instant {
  const instant = text.length === WHOLE ? fromWhole(text) : Number.NaN;
  return Number.isSafeInteger(instant) ? instant : fromAny(text);
}

/** `2026-11-22 12:00:00.000000`, as nearly all are. NaN or no safe integer for what has to be looked at more closely. */
function fromWhole(text: string): number {
  const isPunctuated =
    text.charCodeAt(4) === DASH &&
    text.charCodeAt(7) === DASH &&
    text.charCodeAt(10) === SPACE &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON &&
    text.charCodeAt(19) === POINT;
  if (!isPunctuated) return Number.NaN;
  const days = daysSince1970(100 * two(text, 0) + two(text, 2), two(text, 5), two(text, 8));
  const seconds = 86_400 * days + 3_600 * two(text, 11) + 60 * two(text, 14) + two(text, 17);
  return 1_000_000 * seconds + 10_000 * two(text, 20) + 100 * two(text, 22) + two(text, 24);
}

/** The number that two digits are; NaN for what is none. */
function two(text: string, place: number): number {
  const tens = text.charCodeAt(place) - ZERO;
  const ones = text.charCodeAt(place + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : Number.NaN;
}

function fromAny(text: string): Instant {
  if (!sqlDateTime.test(text)) throw new RangeError(`Not a DATETIME: ${text}`);
  const number = (from: number, to: number) => numberIn(text, from, to);
  const days = daysSince1970(number(0, 4), number(5, 7), number(8, 10));
  const seconds = 86_400 * days + 3_600 * number(11, 13) + 60 * number(14, 16) + number(17, 19);
  const fraction = Math.max(0, text.length - FRACTION);
  const us = number(FRACTION, text.length) * 10 ** (DIGITS - fraction);
  const instant = seconds * 1_000_000;
  // Rounded down: the last microsecond of a year must not become the next year.
  return Number.isSafeInteger(instant + us) ? instant + us : instant + Math.floor(us / coarse) * coarse;
}

/** The number that the digits of a text from one place to before another are; 0 behind its end. */
function numberIn(text: string, from: number, to: number): number {
  let number = 0;
  for (let place = from; place < to && place < text.length; place++)
    number = 10 * number + text.charCodeAt(place) - ZERO;
  return number;
}

const ZERO = '0'.charCodeAt(0);
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
/** Of the Gregorian calendar, from 1 January of the year 1 on. */
const DAYS_BEFORE_1970 = 719_162;

/** NaN if the calendar has no such day. */
function daysSince1970(year: number, month: number, day: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const before = DAYS_BEFORE_MONTH[month - 1];
  const after = DAYS_BEFORE_MONTH[month];
  if (before === undefined || after === undefined) return Number.NaN;
  if (day < 1 || day > after - before + (isLeap && month === 2 ? 1 : 0)) return Number.NaN;
  const past = year - 1;
  const leapDays = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  return 365 * past + leapDays + before + (isLeap && month > 2 ? 1 : 0) + day - 1 - DAYS_BEFORE_1970;
}

/** An instant as a DATETIME(6) literal for MySQL: `2026-11-22 12:00:00.000000`, in UTC. */
export function sqlInstant(instant: Instant): string {
  return formatInstant(instant).replace('T', ' ').slice(0, -1);
}

/** An instant as a bound value of a Kysely statement, with the type of the column. */
export function instantValue(instant: Instant): RawBuilder<Instant> {
  return sql<Instant>`${sqlInstant(instant)}`;
}

/** The current instant of this process, in microseconds. Leases use the database's clock instead. */
export function now(): Instant {
  return Math.round((performance.timeOrigin + performance.now()) * 1000);
}
