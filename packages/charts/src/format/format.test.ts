import { describe, expect, test } from 'vitest';
import { isCalendarDate } from './calendar-dates.ts';
import { intervalName } from './interval-names.ts';
import { countOf, formatShare } from './numbers.ts';
import { zonedDates } from './zoned-dates.ts';

describe('a calendar date', () => {
  test.each(['2026-02-28', '2024-02-29', '0001-01-01', '9999-12-31'])('%s is one', (text) => {
    expect(isCalendarDate(text)).toBe(true);
  });
  test.each(['2026-02-30', '2026-02-29', '2026-13-01', '0000-01-01', '2026-2-3', 'x', ''])(
    '%s is none',
    (text) => {
      expect(isCalendarDate(text)).toBe(false);
    },
  );
});

describe('shares', () => {
  test.each([
    [1, '100 %'],
    [0.9996, '99.9 %'],
    [0.942, '94 %'],
    [0.0004, '0.1 %'],
    [0, '0 %'],
  ])('%d is %s: only all is all, and only none is none', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });
});

test('one is singular', () => {
  expect([countOf(0, 'item'), countOf(1, 'item'), countOf(1234, 'item')]).toEqual([
    '0 items',
    '1 item',
    '1,234 items',
  ]);
});

describe('wall clocks', () => {
  test.each([
    ['Asia/Kathmandu', '2026-03-29T00:30:00.000000Z', '2026-03-29T06:15'],
    ['Europe/Berlin', '2026-03-29T00:59:59.999000Z', '2026-03-29T01:59'],
    ['Europe/Berlin', '2026-03-29T01:00:00.000000Z', '2026-03-29T03:00'],
    ['America/St_Johns', '2026-11-01T04:45:00.000000Z', '2026-11-01T01:15'],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00.000000Z', '2026-04-05T01:30'],
    ['UTC', '1969-12-31T23:59:00.000000Z', '1969-12-31T23:59'],
  ])('%s at %s shows %s', (zone, instant, local) => {
    expect(new Date(zonedDates(zone).wallClock(instant)).toISOString().slice(0, 16)).toBe(local);
  });

  test('dates are those of the zone', () => {
    expect(zonedDates('Asia/Kathmandu').date('2026-03-01T18:20:00.000000Z')).toBe('2 Mar 2026');
    expect(zonedDates('Pacific/Kiritimati').isoDate('2026-03-01T18:20:00.000000Z')).toBe('2026-03-02');
  });
});

describe('intervals are called', () => {
  const dates = zonedDates('Europe/Berlin');
  test.each([
    ['2026-03-29', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', '29 Mar 2026'],
    ['2026-W13', '2026-03-22T23:00:00Z', '2026-03-29T22:00:00Z', 'Week 13, 23 Mar 2026 to 29 Mar 2026'],
    ['2026-03', '2026-02-28T23:00:00Z', '2026-03-31T22:00:00Z', 'March 2026'],
    ['2026-03-29T03:00+02:00', '2026-03-29T01:00:00Z', '2026-03-29T02:00:00Z', '29 Mar 2026, 03:00'],
  ])('%s', (label, start, end, name) => {
    expect(intervalName({ label, start, end }, dates)).toBe(name);
  });
});
