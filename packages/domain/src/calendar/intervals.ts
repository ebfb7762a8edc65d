import type { Temporal } from 'temporal-polyfill';
import { DAY, HOUR, type Instant } from '../instant.ts';
import { InvalidInput } from '../invalid-input.ts';
import { startOfDate, zonedAt } from './local-time.ts';
import type { Range } from './range.ts';

export type IntervalUnit = 'hour' | 'day' | 'week' | 'month';

export interface Interval {
  start: Instant;
  /** Not in the interval: it is the start of the next. */
  end: Instant;
  /** `2026-03-29T02:00+02:00`, `2026-03-29`, `2026-W13` (ISO 8601, Monday first) or `2026-03`. */
  label: string;
  /** The range cuts it, so it is shorter than its label says. */
  partial: boolean;
}

/** Hours of eleven years. More points than that are an export, not an answer. */
const MOST_INTERVALS = 100_000;

const NOMINAL_LENGTH = { hour: HOUR, day: DAY, week: 7 * DAY, month: 28 * DAY };

/**
 * The intervals that a range consists of, in order and without gaps; the first and last are cut to the range.
 * Days, weeks and months are local, of 23 or 25 hours where the clock changes. An hour lasts from one full local hour to
 * the next, or to the clock change if that comes first; a local hour that is repeated appears twice, told apart by offset.
 * Throws InvalidInput `too-many-intervals`.
 */
export function intervalsOf(range: Range, unit: IntervalUnit): Interval[] {
  if ((range.to - range.from) / NOMINAL_LENGTH[unit] > MOST_INTERVALS) {
    throw new InvalidInput({
      problem: 'too-many-intervals',
      parameter: 'interval',
      value: unit,
      reason: `gives more than ${MOST_INTERVALS} intervals from ${range.fromLocal} to ${range.toLocal}`,
      allowed: 'a longer interval (hour, day, week, month) or a shorter range',
    });
  }
  const intervals: Interval[] = [];
  let current: Boundary | undefined;
  for (const next of unit === 'hour' ? hourBoundaries(range) : dateBoundaries(range, unit)) {
    // A date that the zone skipped has no length, and is no interval.
    if (current && next.at > current.at) {
      const start = Math.max(current.at, range.from);
      const end = Math.min(next.at, range.to);
      intervals.push({ start, end, label: current.label, partial: end - start < next.at - current.at });
    }
    current = next;
  }
  return intervals;
}

/** Whether an interval is over, so that its values no longer change as time passes. */
export function isComplete(interval: Interval, now: Instant): boolean {
  return interval.end <= now;
}

/** The place of the interval that an instant falls into, or -1. Intervals as `intervalsOf` gives them. */
export function intervalIndexAt(intervals: readonly Interval[], at: Instant): number {
  let low = 0;
  let high = intervals.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const { start, end } = intervals[middle] as Interval;
    if (at < start) high = middle - 1;
    else if (at >= end) low = middle + 1;
    else return middle;
  }
  return -1;
}

/** Where an interval starts, uncut. Boundaries run from the last at or before `from` to the first at or after `to`. */
interface Boundary {
  at: Instant;
  label: string;
}

function* dateBoundaries({ from, to, timeZone }: Range, unit: 'day' | 'week' | 'month'): Generator<Boundary> {
  let date = zonedAt(from, timeZone).toPlainDate();
  if (unit === 'week') date = date.subtract({ days: date.dayOfWeek - 1 });
  if (unit === 'month') date = date.with({ day: 1 });
  for (;;) {
    const at = startOfDate(date, timeZone);
    yield { at, label: dateLabel(date, unit) };
    if (at >= to) return;
    date = date.add({ [`${unit}s`]: 1 });
  }
}

function dateLabel(date: Temporal.PlainDate, unit: 'day' | 'week' | 'month'): string {
  if (unit === 'day') return date.toString();
  if (unit === 'month') return date.toPlainYearMonth().toString();
  return `${date.yearOfWeek}-W${String(date.weekOfYear).padStart(2, '0')}`;
}

function* hourBoundaries({ from, to, timeZone }: Range): Generator<Boundary> {
  let local = zonedAt(from, timeZone);
  // From a millisecond later, so that a change at `from` itself is the previous one.
  let changedAt = instantOf(local.add({ milliseconds: 1 }).getTimeZoneTransition('previous'), -Infinity);
  for (;;) {
    const offset = local.offsetNanoseconds / 1000;
    const changesAt = instantOf(local.getTimeZoneTransition('next'), Infinity);
    let at = Math.max(fullHourBefore(Math.max(from, changedAt), offset), changedAt);
    while (at < changesAt) {
      yield { at, label: hourLabel(at, offset, local.offset) };
      if (at >= to) return;
      at = fullHourBefore(at, offset) + HOUR;
    }
    changedAt = changesAt;
    local = zonedAt(changesAt, timeZone);
  }
}

function instantOf(zoned: Temporal.ZonedDateTime | null, none: number): Instant {
  return zoned ? zoned.epochMilliseconds * 1000 : none;
}

/** The last instant at or before `at` when the local clock, that far from UTC, shows a full hour. */
function fullHourBefore(at: Instant, offset: number): Instant {
  return Math.floor((at + offset) / HOUR) * HOUR - offset;
}

function hourLabel(at: Instant, offset: number, offsetLabel: string): string {
  return new Date((at + offset) / 1000).toISOString().slice(0, 16) + offsetLabel;
}
