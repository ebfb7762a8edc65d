import { describe, expect, test } from 'vitest';
import { periodOf, rangeBefore } from './period.ts';

const berlin = (from: string, to: string) => ({ from, to, timeZone: 'Europe/Berlin' });

describe('a period', () => {
  test.each([
    ['2026-11-08T23:00:00Z', '2026-11-15T23:00:00Z', 'Week 46, 9 Nov 2026 to 15 Nov 2026'],
    // The week with the clock change has 169 hours; that of 1 January is the first of the year of its Thursday.
    ['2026-10-18T22:00:00Z', '2026-10-25T23:00:00Z', 'Week 43, 19 Oct 2026 to 25 Oct 2026'],
    ['2024-12-29T23:00:00Z', '2025-01-05T23:00:00Z', 'Week 1, 30 Dec 2024 to 5 Jan 2025'],
    ['2026-12-27T23:00:00Z', '2027-01-03T23:00:00Z', 'Week 53, 28 Dec 2026 to 3 Jan 2027'],
    ['2026-11-09T23:00:00Z', '2026-11-16T23:00:00Z', '10 Nov 2026 to 16 Nov 2026'],
    ['2026-11-09T23:00:00Z', '2026-11-10T23:00:00Z', '10 Nov 2026'],
  ])('from %s to %s is called %s', (from, to, name) => {
    expect(periodOf(berlin(from, to), true).name).toBe(name);
  });

  test('is preceded by as many days, also across a clock change', () => {
    const week = periodOf(berlin('2026-10-25T23:00:00Z', '2026-11-01T23:00:00Z'), true);
    expect(week).toMatchObject({ from: '2026-10-26', to: '2026-11-01' });
    expect(rangeBefore(week, true)).toEqual({ from: '2026-10-19', to: '2026-10-25' });
  });

  test('of instants is preceded by as much time', () => {
    const hours = periodOf(berlin('2026-11-09T10:00:00Z', '2026-11-09T16:00:00Z'), false);
    expect(rangeBefore(hours, false)).toEqual({
      from: '2026-11-09T04:00:00.000Z',
      to: '2026-11-09T10:00:00Z',
    });
  });
});
