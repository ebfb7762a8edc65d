import type { Temporal } from 'temporal-polyfill';
import { DAY, type Instant } from '../instant.ts';
import { startOfDate, zonedAt } from './local-time.ts';

export interface WallClockTime {
  readonly at: Instant;
  /** How often the clock shows the time: twice or never at a clock change. */
  readonly isShown: 'once' | 'twice' | 'never';
}

/**
 * Reads times by the clock of a zone. The reader takes a local time as if it were UTC, in microseconds. A time that is
 * shown twice means the first; one that is never shown moves forward with the clock. Throws InvalidInput or RangeError
 * for an invalid zone.
 */
export function wallClock(timeZone: string): (local: number) => WallClockTime {
  const offsets = new Map<number, number | undefined>();

  return (local) => {
    const day = Math.floor(local / DAY);
    if (!offsets.has(day)) offsets.set(day, steadyOffset(day, timeZone));
    const offset = offsets.get(day);
    return offset === undefined ? onChangingDay(local, timeZone) : { at: local - offset, isShown: 'once' };
  };
}

/** The offset of a local day in microseconds; undefined when the clocks change on it. To ask the zone for each time is slow. */
function steadyOffset(day: number, timeZone: string): number | undefined {
  const date = plainDateTime(day * DAY).toPlainDate();
  const [start, end] = [date, date.add({ days: 1 })].map((each) => startOfDate(each, timeZone)) as [
    number,
    number,
  ];
  const first = zonedAt(start, timeZone);
  const change = first.getTimeZoneTransition('next');
  if (
    !first.toPlainDateTime().equals(date.toPlainDateTime()) ||
    (change && change.epochMilliseconds * 1000 <= end)
  )
    return undefined;
  return first.offsetNanoseconds / 1000;
}

function onChangingDay(local: number, timeZone: string): WallClockTime {
  const time = plainDateTime(local);
  const [earlier, later] = (['earlier', 'later'] as const).map(
    (disambiguation) => time.toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds,
  ) as [number, number];
  if (earlier === later) return { at: withMicroseconds(earlier, local), isShown: 'once' };
  const isTwice = zonedAt(later * 1000, timeZone)
    .toPlainDateTime()
    .equals(time);
  return { at: withMicroseconds(isTwice ? earlier : later, local), isShown: isTwice ? 'twice' : 'never' };
}

/** To the millisecond: no zone changes its clock within one. */
function plainDateTime(local: number): Temporal.PlainDateTime {
  return zonedAt(local, 'UTC').toPlainDateTime();
}

function withMicroseconds(ms: number, local: number): Instant {
  return ms * 1000 + (local - Math.floor(local / 1000) * 1000);
}
