import {
  type Instant,
  type IntervalUnit,
  intervalsOf,
  isComplete,
  localDate,
  MINUTE,
  type Range,
  type RangeRequest,
  resolveRange,
  resolveTimeZone,
} from '@kanban/domain';
import type { RangeQuery } from './asked-stream.ts';

interface RangeAtQuery extends Omit<RangeQuery, 'stream'> {
  at?: string | undefined;
}

/** What time it is, and the zone of the stream asked about. */
interface Clock {
  now: Instant;
  timeZone: string;
}

/**
 * What decides an answer besides the request and the states of streams: how far the clock has come, as far as it matters.
 * Throws InvalidInput for a range that is none.
 */
export type DecidedBy = (clock: Clock) => unknown;

/** Ages and outlooks grow old: everybody who asks within a minute gets one answer. At an instant asked for, none does. */
export const byMinute =
  ({ at }: { at?: string | undefined }): DecidedBy =>
  ({ now }) =>
    at ?? Math.floor(now / MINUTE);

/** Answers about whole days before the day of the instant looked at. */
export const byDay =
  ({ at, timeZone }: { at?: string | undefined; timeZone?: string | undefined }): DecidedBy =>
  (clock) =>
    at ?? localDate(clock.now, resolveTimeZone(timeZone ?? clock.timeZone));

/** Answers about what happened in a range: only its default depends on the clock. */
export const byRange =
  (query: RangeAtQuery): DecidedBy =>
  (clock) => {
    if (query.at !== undefined) return null;
    const { from, to } = rangeOf(query, clock);
    return [from, to];
  };

/** Answers interval by interval, which change when one begins or ends. Only those of today are looked at. */
export const byInterval =
  (query: RangeAtQuery & { interval: IntervalUnit }): DecidedBy =>
  (clock) => {
    if (query.at !== undefined) return null;
    const now = Math.floor(clock.now / MINUTE) * MINUTE;
    const { from, to, timeZone } = rangeOf(query, clock);
    const today = localDate(now, timeZone);
    const intervals = intervalsOf(resolveRange({ from: today, to: today, timeZone, now }), query.interval);
    const begun = intervals.filter(({ start }) => start < now).length;
    const over = intervals.filter((each) => isComplete(each, now)).length;
    // The first and the last interval may begin and end with the range.
    return [from, to, from < now, to <= now, today, begun, over];
  };

export const byNothing: DecidedBy = () => null;

function rangeOf({ from, to, timeZone }: RangeAtQuery, clock: Clock): Range {
  const request: RangeRequest = { from, to, timeZone: timeZone ?? clock.timeZone, now: clock.now };
  return resolveRange(request);
}
