import type { Choices, ValueStream } from '@kanban/api';
import { suitableIntervals, zonedDates } from '@kanban/charts';
import type { View } from './view.ts';

/** What the API is asked for a view: nothing is left to choose. */
export interface Request extends Choices {
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
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
  const { from, to } = boundsOf(view, timeZone, now);
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
  };
}

function boundsOf({ range }: View, timeZone: string, now: number): { from: string; to: string } {
  if ('from' in range) return range;
  const to = dateIn(timeZone, now);
  return { from: new Date(Date.parse(to) - (range.days - 1) * DAY).toISOString().slice(0, 10), to };
}

function dateIn(timeZone: string, now: number): string {
  try {
    return zonedDates(timeZone).isoDate(now);
  } catch {
    return new Date(now).toISOString().slice(0, 10);
  }
}

/** About: clock changes make no difference to which interval suits. What is no date counts as one day. */
function lengthInDays(from: string, to: string): number {
  const length = (Date.parse(to) - Date.parse(from)) / DAY;
  return Number.isFinite(length) ? length + 1 : 1;
}
