import type { Choices, ValueStream } from '@kanban/api';
import { daysAfter, isCalendarDate, suitableIntervals, weekBefore, zonedDates } from '@kanban/charts';
import { EARLIEST_DATE } from '@kanban/domain/instant';
import type { View } from './view.ts';

/** What the API is asked for a view: nothing is left to choose. */
export interface Request extends Choices {
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  /** The local day it was made; the one looked at, which is today or before; and the one before that with work: on Monday, Friday. */
  readonly today: string;
  readonly day: string;
  readonly lastWorkday: string;
  /** The end of the day before that a moment is compared with; undefined: it is compared with nothing. */
  readonly atBefore: string | undefined;
  /** What is compared with; null: nothing. */
  readonly before: { readonly from: string; readonly to: string } | null;
  /** Of the range and of the moment: what was chosen to compare with would lie before 1970, so it is nothing. */
  readonly isBeforeAll: { readonly range: boolean; readonly day: boolean };
}

const DAY = 86_400_000;

/** The stream of a view; without one `main` if anything ever happened in it, else where something happened last. */
export function chooseStream(streams: readonly ValueStream[], name: string | null): ValueStream | undefined {
  if (name !== null) return streams.find((stream) => stream.name === name);
  const byLastEvent = [...streams].sort((a, b) => (b.lastEventAt ?? '').localeCompare(a.lastEventAt ?? ''));
  return streams.find((stream) => stream.name === 'main' && stream.lastEventAt !== null) ?? byLastEvent[0];
}

/** `now` in ms. A zone that the browser does not know is passed on for the API to judge. */
export function requestOf(view: View, stream: ValueStream, now: number): Request {
  const timeZone = view.timeZone ?? stream.timeZone;
  const today = dateIn(timeZone, now);
  const { day, ...moment } = momentOf(view.asOf, today, timeZone);
  const { from, to } = boundsOf(view, day);
  const [wanted, wantedDay] = [beforeOf(view, from, to), dayBefore(view, day)];
  const isBeforeAll = { range: isTooEarly(wanted?.from), day: isTooEarly(wantedDay) };
  const before = isBeforeAll.range ? null : wanted;
  const earlier = isBeforeAll.day ? undefined : wantedDay;
  const suitable = suitableIntervals(lengthInDays(from, to));
  const automatic = view.interval === 'auto' ? null : view.interval;
  return {
    stream: stream.name,
    from,
    to,
    timeZone,
    pointInterval: automatic ?? suitable.points,
    barInterval: automatic ?? suitable.bars,
    measure: view.measure,
    policy: view.policy,
    type: view.type ?? undefined,
    classOfService: view.classOfService ?? undefined,
    assignee: view.assignee ?? undefined,
    splitBy: view.splitBy === 'none' ? undefined : view.splitBy,
    clock: view.clock,
    ...moment,
    compareWith: before === null ? undefined : `${before.from}..${before.to}`,
    dayBefore: earlier,
    atBefore: earlier && endOf(earlier, timeZone),
    items: view.count ?? undefined,
    date: view.date ?? undefined,
    past: readPast(view.past),
    streams: view.together === null ? undefined : `${stream.name},${view.together}`,
    today,
    day,
    lastWorkday: lastWorkdayBefore(day),
    before,
    isBeforeAll,
  };
}

/** Before year 0 a date has a sign, which sorts before any digit. */
function isTooEarly(date: string | undefined): boolean {
  return date !== undefined && date < EARLIEST_DATE;
}

/**
 * A day that has passed is looked at as it ended, by what is known today; an instant, by what was known then. What is neither is for
 * the API to refuse.
 */
function momentOf(
  asOf: string | null,
  today: string,
  timeZone: string,
): { day: string } & Pick<Choices, 'at' | 'asOf'> {
  const known = knownAsOf(asOf);
  if (known !== undefined) {
    const instant = Date.parse(known);
    return { day: Number.isFinite(instant) ? dateIn(timeZone, instant) : today, asOf: known };
  }
  return asOf !== null && asOf < today ? { day: asOf, at: endOf(asOf, timeZone) } : { day: today };
}

/** The instant of what was known, where one was chosen instead of a day. */
export function knownAsOf(asOf: string | null): string | undefined {
  return asOf === null || isCalendarDate(asOf) ? undefined : asOf;
}

/** Days that are none are for the API to refuse. */
function readPast(text: string | null): Choices['past'] {
  const [from = '', to = ''] = text?.split('..') ?? [];
  return from === '' || to === '' ? undefined : { from, to };
}

/** The choices of another range, for a comparison. */
export function inRange(request: Request, range: { from: string; to: string } | null): Choices | null {
  return range === null ? null : { ...request, ...range };
}

function boundsOf({ range }: View, day: string): { from: string; to: string } {
  if ('from' in range) return range;
  if ('since' in range) return { from: `${day.slice(0, 8)}01`, to: day };
  return { from: daysAfter(day, 1 - range.days), to: day };
}

/** As many days, ending where the range begins, or the same days a year ago; null for bounds that are no dates. */
function beforeOf({ compare }: View, from: string, to: string): Request['before'] {
  const [start, end] = [from, to].map((bound) => Date.parse(bound));
  const areDates = from.length === 10 && to.length === 10;
  if (compare === 'none' || !areDates || !(Number(start) <= Number(end))) return null;
  if (compare === 'lastYear') return { from: aYearBefore(from), to: aYearBefore(to) };
  return { from: daysAfter(from, -lengthInDays(from, to)), to: daysAfter(from, -1) };
}

/** What a page about a moment compares it with: a week before, or the same day a year ago. */
function dayBefore({ compare }: View, day: string): string | undefined {
  if (compare === 'none') return undefined;
  return compare === 'lastYear' ? aYearBefore(day) : weekBefore(day);
}

/** 29 February becomes the 28th. */
function aYearBefore(date: string): string {
  const year = String(Number(date.slice(0, 4)) - 1).padStart(4, '0');
  return date.endsWith('-02-29') ? `${year}-02-28` : year + date.slice(4);
}

function lastWorkdayBefore(day: string): string {
  const weekday = new Date(Date.parse(day)).getUTCDay();
  return daysAfter(day, weekday === 1 ? -3 : weekday === 0 ? -2 : -1);
}

/** The instant at which a local day ends. */
function endOf(date: string, timeZone: string): string | undefined {
  const next = Date.parse(date) + DAY;
  if (!Number.isFinite(next)) return undefined;
  try {
    const { wallClock } = zonedDates(timeZone);
    const guess = next - (wallClock(next) - next);
    return new Date(next - (wallClock(guess) - guess)).toISOString();
  } catch {
    return undefined;
  }
}

function dateIn(timeZone: string, now: number): string {
  try {
    return zonedDates(timeZone).isoDate(now);
  } catch {
    return new Date(now).toISOString().slice(0, 10);
  }
}

/** About: clock changes make no difference to which interval suits. What is no date counts as one day. */
export function lengthInDays(from: string, to: string): number {
  const length = (Date.parse(to) - Date.parse(from)) / DAY;
  return Number.isFinite(length) ? Math.round(length + 1) : 1;
}
