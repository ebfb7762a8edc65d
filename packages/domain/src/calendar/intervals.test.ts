import { describe, expect, test } from 'vitest';
import {
  DAY,
  formatInstant,
  HOUR,
  type IntervalUnit,
  intervalIndexAt,
  intervalsOf,
  isComplete,
  MINUTE,
  resolveRange,
} from '../index.ts';

function intervals(timeZone: string, from: string, to: string, unit: IntervalUnit) {
  return intervalsOf(resolveRange({ from, to, timeZone, now: 0 }), unit);
}

describe('days, weeks and months', () => {
  test('the first and the last week are cut to the range, and say so', () => {
    const weeks = intervals('Europe/Berlin', '2026-03-04', '2026-03-17', 'week');
    expect(weeks.map(({ label, partial, start, end }) => [label, partial, (end - start) / DAY])).toEqual([
      ['2026-W10', true, 5],
      ['2026-W11', false, 7],
      ['2026-W12', true, 2],
    ]);
  });

  test('a week belongs to the year of its Thursday', () => {
    const weeks = intervals('Asia/Kathmandu', '2026-12-28', '2027-01-10', 'week');
    expect(weeks.map(({ label }) => label)).toEqual(['2026-W53', '2027-W01']);
  });

  test('months have the length of the calendar', () => {
    const months = intervals('UTC', '2028-01-15', '2028-03-31', 'month');
    expect(months.map(({ label, partial, start, end }) => [label, partial, (end - start) / DAY])).toEqual([
      ['2028-01', true, 17],
      ['2028-02', false, 29],
      ['2028-03', false, 31],
    ]);
  });

  test('a day of the clock change is one whole day, and those around it last 24 hours', () => {
    const days = intervals('Europe/Berlin', '2026-03-28', '2026-03-30', 'day');
    expect(days.map(({ start, end, partial }) => [(end - start) / HOUR, partial])).toEqual([
      [24, false],
      [23, false],
      [24, false],
    ]);
  });

  test('a date that the zone skipped is no interval', () => {
    const days = intervals('Pacific/Apia', '2011-12-29', '2011-12-31', 'day');
    expect(days.map(({ label }) => label)).toEqual(['2011-12-29', '2011-12-31']);
  });
});

describe('hours', () => {
  test('a repeated local hour appears twice, with two offsets', () => {
    const hours = intervals('America/New_York', '2025-11-02', '2025-11-02', 'hour');
    expect(hours).toHaveLength(25);
    expect(hours.slice(0, 4).map(({ label }) => label)).toEqual([
      '2025-11-02T00:00-04:00',
      '2025-11-02T01:00-04:00',
      '2025-11-02T01:00-05:00',
      '2025-11-02T02:00-05:00',
    ]);
  });

  test('a skipped local hour does not appear', () => {
    const hours = intervals('Europe/Berlin', '2026-03-29', '2026-03-29', 'hour');
    expect(hours).toHaveLength(23);
    expect(hours.slice(1, 3).map(({ label }) => label)).toEqual([
      '2026-03-29T01:00+01:00',
      '2026-03-29T03:00+02:00',
    ]);
  });

  test('if the clock changes by half an hour, an hour ends at the change', () => {
    const hours = intervals('Australia/Lord_Howe', '2026-04-05', '2026-04-05', 'hour');
    expect(hours.slice(1, 4).map(({ label, start, end }) => [label, (end - start) / MINUTE])).toEqual([
      ['2026-04-05T01:00+11:00', 60],
      ['2026-04-05T01:30+10:30', 30],
      ['2026-04-05T02:00+10:30', 60],
    ]);
  });

  test('a range may begin with the clock change', () => {
    const [hour] = intervals('Australia/Lord_Howe', '2026-04-05T01:30+10:30', '2026-04-05', 'hour');
    expect(hour).toMatchObject({ label: '2026-04-05T01:30+10:30', partial: false });
  });

  test('hours are full hours of the local clock, also in zones with half hours', () => {
    const [hour] = intervals('Asia/Kathmandu', '2026-01-01T10:20+05:45', '2026-01-01T12:00+05:45', 'hour');
    expect(hour).toMatchObject({ label: '2026-01-01T10:00+05:45', partial: true });
    expect(formatInstant(hour?.end ?? 0)).toBe('2026-01-01T05:15:00.000000Z');
  });
});

test('more points than anybody can read are refused, with an interval that is allowed', () => {
  expect(() => intervals('UTC', '1990-01-01', '2026-01-01', 'hour')).toThrow(
    expect.objectContaining({ problem: 'too-many-intervals', parameter: 'interval', value: 'hour' }),
  );
  expect(intervals('UTC', '1990-01-01', '2026-01-01', 'day')).toHaveLength(13_150);
});

test('the end of an interval belongs to the next one', () => {
  const days = intervals('Europe/Berlin', '2026-03-28', '2026-03-30', 'day');
  const [first] = days;
  expect(intervalIndexAt(days, (first?.start ?? 0) - 1)).toBe(-1);
  expect(intervalIndexAt(days, first?.start ?? 0)).toBe(0);
  expect(intervalIndexAt(days, (first?.end ?? 0) - 1)).toBe(0);
  expect(intervalIndexAt(days, first?.end ?? 0)).toBe(1);
  expect(intervalIndexAt(days, days.at(-1)?.end ?? 0)).toBe(-1);
});

test('an interval is complete from its end on', () => {
  const interval = { start: 0, end: 10, label: '', partial: false };
  expect(isComplete(interval, 9)).toBe(false);
  expect(isComplete(interval, 10)).toBe(true);
});
