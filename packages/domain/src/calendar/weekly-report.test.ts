import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastDueWeek } from './weekly-report.ts';

const us = (iso: string) => Date.parse(iso) * 1000;
const iso = (instant: number) => new Date(instant / 1000).toISOString();
const HOUR = 3_600_000_000;
const MONDAY_7 = { weekday: 1, time: '07:00', timeZone: 'Europe/Berlin' };

describe('the week that is due', () => {
  test('is the one before, from the due time on', () => {
    const due = { from: '2026-11-09', to: '2026-11-15', dueAt: us('2026-11-16T06:00:00Z') };
    expect(lastDueWeek(us('2026-11-16T06:00:00Z'), MONDAY_7)).toEqual(due);
    expect(lastDueWeek(us('2026-11-23T05:59:59Z'), MONDAY_7)).toEqual(due);
  });

  test('is still the week before that until then', () => {
    expect(lastDueWeek(us('2026-11-16T05:59:59Z'), MONDAY_7)).toMatchObject({ from: '2026-11-02' });
  });

  test('is a week that is over, for any weekday of the report', () => {
    const friday = { ...MONDAY_7, weekday: 5, time: '16:00' };
    expect(lastDueWeek(us('2026-11-20T15:00:00Z'), friday)).toMatchObject({
      from: '2026-11-09',
      to: '2026-11-15',
    });
    const sunday = { ...MONDAY_7, weekday: 7, time: '23:59' };
    expect(lastDueWeek(us('2026-11-22T22:59:00Z'), sunday)).toMatchObject({
      from: '2026-11-09',
      to: '2026-11-15',
    });
  });

  test('is due at the same local time on both sides of a clock change', () => {
    expect(iso(lastDueWeek(us('2026-10-24T12:00:00Z'), MONDAY_7).dueAt)).toBe('2026-10-19T05:00:00.000Z');
    expect(iso(lastDueWeek(us('2026-10-31T12:00:00Z'), MONDAY_7).dueAt)).toBe('2026-10-26T06:00:00.000Z');
  });

  test('is due later by the gap if the clocks skip its time, and once if its time occurs twice', () => {
    const night = { weekday: 7, time: '02:30', timeZone: 'Europe/Berlin' };
    const spring = lastDueWeek(us('2026-03-29T12:00:00Z'), night);
    expect(iso(spring.dueAt)).toBe('2026-03-29T01:30:00.000Z');
    const first = us('2026-10-25T00:30:00Z');
    expect(lastDueWeek(first - 1, night).from).toBe('2026-10-05');
    const [once, again] = [lastDueWeek(first, night), lastDueWeek(first + HOUR, night)];
    expect(once).toEqual({ from: '2026-10-12', to: '2026-10-18', dueAt: first });
    expect(again).toEqual(once);
  });

  test('comes in the order of weeks and skips none, at any times of asking', () => {
    const zones = ['Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Apia'];
    const times = fc.record({
      weekday: fc.integer({ min: 1, max: 7 }),
      time: fc.constantFrom('00:00', '02:30', '07:00', '23:59'),
      timeZone: fc.constantFrom(...zones),
    });
    const start = us('2020-01-01T00:00:00Z');
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 400 * 7 * 24 }), (report, hour) => {
        const now = start + hour * HOUR;
        const due = lastDueWeek(now, report);
        const before = lastDueWeek(due.dueAt - 1, report);
        expect(due.dueAt).toBeLessThanOrEqual(now);
        expect(due.dueAt).toBeGreaterThan(now - 7 * 24 * HOUR - 2 * HOUR);
        expect(Date.parse(due.to) - Date.parse(due.from)).toBe((6 * 24 * HOUR) / 1000);
        expect(Date.parse(due.from) - Date.parse(before.to)).toBe((24 * HOUR) / 1000);
      }),
    );
  });
});
