import type { Instant, IntervalUnit } from '../index.ts';

// Local time by Intl, where the domain uses Temporal.

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock on the wall shows, as if it were UTC, in milliseconds. */
export function wallClock(at: Instant, timeZone: string): number {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  formats.set(timeZone, format);
  const parts = format.formatToParts(Math.floor(at / 1000));
  const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

export function naiveLocalDate(at: Instant, timeZone: string): string {
  return new Date(wallClock(at, timeZone)).toISOString().slice(0, 10);
}

export function naiveInclusiveDays(start: Instant, end: Instant, timeZone: string): number {
  const midnights = [start, end].map((at) => Date.parse(naiveLocalDate(at, timeZone))) as [number, number];
  return (midnights[1] - midnights[0]) / 86_400_000 + 1;
}

/** The name of the interval an instant falls into: `2026-03-29`, `2026-W13`, `2026-03`; for an hour, one that tells it apart. */
function naiveLabel(at: Instant, timeZone: string, unit: IntervalUnit): string {
  const wall = new Date(wallClock(at, timeZone));
  if (unit === 'hour') {
    const offset = wall.getTime() - Math.floor(at / 1_000_000) * 1000;
    return `${wall.toISOString().slice(0, 13)} ${offset}`;
  }
  if (unit === 'week') return isoWeek(wall);
  return wall.toISOString().slice(0, unit === 'day' ? 10 : 7);
}

/** A week belongs to the year of its Thursday (ISO 8601). */
function isoWeek(day: Date): string {
  const thursday = new Date(day.getTime() + (4 - (day.getUTCDay() || 7)) * 86_400_000);
  const dayOfYear = (thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / 86_400_000;
  return `${thursday.getUTCFullYear()}-W${String(Math.floor(dayOfYear / 7) + 1).padStart(2, '0')}`;
}

export interface NaiveInterval {
  start: Instant;
  end: Instant;
  label: string;
}

const QUARTER = 15 * 60 * 1_000_000;

/** Intervals by asking for the name of every quarter of an hour; all clock changes since 1990 fall on one. */
export function naiveIntervals(
  range: { from: Instant; to: Instant; timeZone: string },
  unit: IntervalUnit,
): NaiveInterval[] {
  const intervals: NaiveInterval[] = [];
  let at = range.from;
  while (at < range.to) {
    const label = naiveLabel(at, range.timeZone, unit);
    const next = Math.min(range.to, (Math.floor(at / QUARTER) + 1) * QUARTER);
    const last = intervals.at(-1);
    if (last?.label === label) last.end = next;
    else intervals.push({ start: at, end: next, label });
    at = next;
  }
  return intervals;
}
