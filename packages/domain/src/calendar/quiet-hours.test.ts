import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE } from '../instant.ts';
import { nextDigest } from './next-digest.ts';
import { endOfQuiet, type QuietHours } from './quiet-hours.ts';

const at = (text: string) => Date.parse(text) * 1000;
const shown = (instant: number) => new Date(instant / 1000).toISOString().slice(0, 16);
const berlin = (from: string, until: string): QuietHours => ({ from, until, timeZone: 'Europe/Berlin' });

describe('quiet hours', () => {
  it.each([
    ['in the evening', '2026-06-01T21:30:00Z', berlin('22:00', '07:00'), '2026-06-02T05:00'],
    ['in the morning', '2026-06-01T04:59:00Z', berlin('22:00', '07:00'), '2026-06-01T05:00'],
    ['at their first moment', '2026-06-01T20:00:00Z', berlin('22:00', '07:00'), '2026-06-02T05:00'],
    ['at their end', '2026-06-01T05:00:00Z', berlin('22:00', '07:00'), '2026-06-01T05:00'],
    ['within a day', '2026-06-01T10:30:00Z', berlin('12:00', '13:00'), '2026-06-01T11:00'],
    ['the night the clocks go forward', '2026-03-28T22:00:00Z', berlin('22:00', '07:00'), '2026-03-29T05:00'],
    ['the night the clocks go back', '2026-10-24T21:00:00Z', berlin('22:00', '07:00'), '2026-10-25T06:00'],
    ['with an end that is skipped', '2026-03-29T00:10:00Z', berlin('22:00', '02:30'), '2026-03-29T01:00'],
    ['the first time an hour is shown', '2026-10-25T00:10:00Z', berlin('22:00', '02:30'), '2026-10-25T00:30'],
    ['the second time', '2026-10-25T01:10:00Z', berlin('22:00', '02:30'), '2026-10-25T01:30'],
  ])('%s end as the local clock says', (_when, now, hours, end) => {
    expect(shown(endOfQuiet(at(now), hours))).toBe(end);
  });

  it('end at the first minute that a clock on the wall calls loud', () => {
    const clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Australia/Lord_Howe',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    const isLoud = (instant: number, from: string, until: string) => {
      const now = clock.format(instant / 1000);
      return from < until ? now < from || now >= until : now < from && now >= until;
    };
    const time = fc.integer({ min: 0, max: 95 }).map((quarter) => {
      const text = (value: number) => String(value).padStart(2, '0');
      return `${text(Math.floor(quarter / 4))}:${text((quarter % 4) * 15)}`;
    });
    // Two clock changes of half an hour lie within these days.
    const minute = fc
      .integer({ min: 0, max: 3 * 24 * 60 })
      .chain((offset) =>
        fc
          .constantFrom(at('2026-04-03T12:00:00Z'), at('2026-10-02T12:00:00Z'))
          .map((start) => start + offset * MINUTE),
      );
    fc.assert(
      fc.property(minute, time, time, (now, from, until) => {
        fc.pre(from !== until);
        let expected = now;
        while (!isLoud(expected, from, until)) expected += MINUTE;
        expect(shown(endOfQuiet(now, { from, until, timeZone: 'Australia/Lord_Howe' }))).toBe(
          shown(expected),
        );
      }),
      { numRuns: 150 },
    );
  });
});

describe('a digest goes out', () => {
  it.each([
    ['at the next full hour', '2026-06-01T10:20:00Z', 'hourly', 'Europe/Berlin', '2026-06-01T11:00'],
    ['an hour on at a full hour', '2026-06-01T11:00:00Z', 'hourly', 'Europe/Berlin', '2026-06-01T12:00'],
    ['at the local full hour', '2026-06-01T10:20:00Z', 'hourly', 'Asia/Kathmandu', '2026-06-01T11:15'],
    ['later today', '2026-06-01T05:00:00Z', 'daily 08:30', 'Europe/Berlin', '2026-06-01T06:30'],
    ['tomorrow', '2026-06-01T06:30:00Z', 'daily 08:30', 'Europe/Berlin', '2026-06-02T06:30'],
    [
      'an hour earlier in UTC in summer',
      '2026-03-28T12:00:00Z',
      'daily 08:30',
      'Europe/Berlin',
      '2026-03-29T06:30',
    ],
    [
      'once where the time is shown twice',
      '2026-10-25T00:30:00Z',
      'daily 02:30',
      'Europe/Berlin',
      '2026-10-26T01:30',
    ],
    [
      'as much later where it is skipped',
      '2026-03-28T12:00:00Z',
      'daily 02:30',
      'Europe/Berlin',
      '2026-03-29T01:30',
    ],
  ])('%s', (_when, now, schedule, zone, due) => {
    expect(shown(nextDigest(at(now), schedule, zone))).toBe(due);
  });

  it('is never by an invalid schedule', () => {
    expect(() => nextDigest(0, 'weekly', 'UTC')).toThrow(RangeError);
  });
});
