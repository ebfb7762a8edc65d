import type { Choices, ValueStream } from '@kanban/api';
import { suitableIntervals, zonedDates } from '@kanban/charts';
import type { View } from './view.ts';

/** What the API is asked for a view: nothing is left to choose. */
export interface Request extends Choices {
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  /** The local day it was made, and the one before with work: on Monday, Friday. */
  readonly today: string;
  readonly lastWorkday: string;
  /** What is compared with; null: nothing. */
  readonly before: { readonly from: string; readonly to: string } | null;
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
  const { from, to } = boundsOf(view, today);
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
    at: view.asOf !== null && view.asOf < today ? endOf(view.asOf, timeZone) : undefined,
    items: view.count ?? undefined,
    date: view.date ?? undefined,
    today,
    lastWorkday: lastWorkdayBefore(today),
    before: beforeOf(view, from, to),
  };
}

/** The choices of another range, for a comparison. */
export function inRange(request: Request, range: { from: string; to: string } | null): Choices | null {
  return range === null ? null : { ...request, ...range };
}

function boundsOf({ range }: View, today: string): { from: string; to: string } {
  if ('from' in range) return range;
  if ('since' in range) return { from: `${today.slice(0, 8)}01`, to: today };
  return { from: daysAfter(today, 1 - range.days), to: today };
}

/** As many days, ending where the range begins, or the same days a year ago; null for bounds that are no dates. */
function beforeOf({ compare }: View, from: string, to: string): Request['before'] {
  const [start, end] = [from, to].map((bound) => Date.parse(bound));
  const areDates = from.length === 10 && to.length === 10;
  if (compare === 'none' || !areDates || !(Number(start) <= Number(end))) return null;
  if (compare === 'lastYear') return { from: aYearBefore(from), to: aYearBefore(to) };
  return { from: daysAfter(from, -lengthInDays(from, to)), to: daysAfter(from, -1) };
}

/** 29 February becomes the 28th. */
function aYearBefore(date: string): string {
  const year = String(Number(date.slice(0, 4)) - 1).padStart(4, '0');
  return date.endsWith('-02-29') ? `${year}-02-28` : year + date.slice(4);
}

function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);
}

function lastWorkdayBefore(today: string): string {
  const weekday = new Date(Date.parse(today)).getUTCDay();
  return daysAfter(today, weekday === 1 ? -3 : weekday === 0 ? -2 : -1);
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
