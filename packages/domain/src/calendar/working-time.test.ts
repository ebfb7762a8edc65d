import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addWorkingTime,
  DAY,
  formatInstant,
  HOUR,
  InvalidInput,
  MINUTE,
  NoWorkingTime,
  resolveRange,
  WorkingCalendar,
  type WorkingCalendarRules,
  workingTimeBetween,
} from '../index.ts';
import { ZONES } from '../testing/histories.ts';
import { naiveAddWorkingTime, naiveWorkingTimeBetween } from '../testing/naive-working-time.ts';

const at = (iso: string) => Date.parse(iso) * 1000;
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const WORKDAYS = [1, 2, 3, 4, 5];
const week = (days: number[], ...shifts: [string, string][]) =>
  days.flatMap((weekday) => shifts.map(([starts, ends]) => ({ weekday, starts, ends })));
const calendar = (rules: Partial<WorkingCalendarRules>) =>
  new WorkingCalendar({ timeZone: 'Europe/Berlin', hours: [], holidays: [], ...rules });

/** The deadline, as a person in the zone of Berlin reads it in winter. */
const after = (start: string, hours: number, rules: Partial<WorkingCalendarRules>) =>
  formatInstant(addWorkingTime(at(start), hours * HOUR, calendar(rules)) + HOUR).slice(0, 16);

describe('an office from nine to five with an hour for lunch', () => {
  const hours = week(WORKDAYS, ['09:00', '12:00'], ['13:00:00', '17:00:00']);

  test('continues where it stopped: after lunch, in the morning, after the weekend, after a holiday', () => {
    expect(after('2026-01-08T11:00+01:00', 2, { hours })).toBe('2026-01-08T14:00');
    expect(after('2026-01-08T16:00+01:00', 2, { hours })).toBe('2026-01-09T10:00');
    expect(after('2026-01-09T16:00+01:00', 2, { hours })).toBe('2026-01-12T10:00');
    expect(after('2026-01-09T16:00+01:00', 2, { hours, holidays: ['2026-01-12'] })).toBe('2026-01-13T10:00');
  });

  test('uses up its hours at closing time, not at the next opening', () => {
    expect(after('2026-01-09T16:00+01:00', 1, { hours })).toBe('2026-01-09T17:00');
  });

  test('does not count the night: what comes at night begins in the morning', () => {
    expect(after('2026-01-08T22:00+01:00', 1, { hours })).toBe('2026-01-09T10:00');
    const night = [at('2026-01-08T17:00+01:00'), at('2026-01-09T09:00+01:00')] as const;
    expect(workingTimeBetween(...night, calendar({ hours }))).toBe(0);
  });

  test('needs no time for 0 or for a negative target', () => {
    const start = at('2026-01-08T22:00+01:00');
    expect(addWorkingTime(start, 0, calendar({ hours }))).toBe(start);
    expect(() => addWorkingTime(start, -1, calendar({ hours }))).toThrow(RangeError);
  });

  test('counts backwards from later to earlier', () => {
    const [a, b] = [at('2026-01-08T10:00+01:00'), at('2026-01-09T10:00+01:00')];
    expect(workingTimeBetween(a, b, calendar({ hours }))).toBe(7 * HOUR);
    expect(workingTimeBetween(b, a, calendar({ hours }))).toBe(-7 * HOUR);
    expect(workingTimeBetween(a, a, calendar({ hours }))).toBe(0);
  });
});

describe('when the clock changes', () => {
  const worked = (date: string, timeZone: string, ...shifts: [string, string][]) => {
    const { from, to } = resolveRange({ from: date, to: date, timeZone, now: 0 });
    return workingTimeBetween(from, to, calendar({ timeZone, hours: week(EVERY_DAY, ...shifts) })) / MINUTE;
  };

  test('a day from 0 to 24 lasts 23 or 25 hours', () => {
    expect(worked('2026-03-29', 'Europe/Berlin', ['00:00', '24:00:00'])).toBe(23 * 60);
    expect(worked('2026-10-25', 'Europe/Berlin', ['00:00', '24:00:00'])).toBe(25 * 60);
    expect(worked('2026-04-05', 'Australia/Lord_Howe', ['00:00', '24:00'])).toBe(24.5 * 60);
  });

  test('hours within the skipped one shrink or vanish, hours within the repeated one count twice', () => {
    expect(worked('2026-03-29', 'Europe/Berlin', ['01:30', '02:30'])).toBe(30);
    expect(worked('2026-03-29', 'Europe/Berlin', ['02:15', '02:45'])).toBe(0);
    expect(worked('2026-10-25', 'Europe/Berlin', ['02:15', '02:45'])).toBe(60);
    expect(worked('2026-10-25', 'Europe/Berlin', ['01:30', '02:30'])).toBe(90);
  });

  test('an evening counts twice if the clock goes back across midnight', () => {
    // Saint John's went back at 0:01 to 23:01 of the day before.
    const rules = { timeZone: 'America/St_Johns', hours: week(EVERY_DAY, ['23:00', '24:00']) };
    const [from, to] = [at('2009-10-31T12:00Z'), at('2009-11-01T12:00Z')];
    expect(workingTimeBetween(from, to, calendar(rules))).toBe(119 * MINUTE);
    expect(naiveWorkingTimeBetween(from, to, { ...rules, holidays: [] }, MINUTE)).toBe(119 * MINUTE);
  });
});

describe('a calendar with', () => {
  test('no hours means every hour, except on holidays', () => {
    expect(calendar({}).isAlwaysOpen).toBe(true);
    expect(after('2026-01-08T10:00+01:00', 48, {})).toBe('2026-01-10T10:00');
    expect(after('2026-01-08T10:00+01:00', 48, { holidays: ['2026-01-09'] })).toBe('2026-01-11T10:00');
  });

  test('a distant target is reached, as long as instants are exact', () => {
    const hours = week(WORKDAYS, ['09:00', '17:00']);
    const start = at('2026-01-05T09:00+01:00');
    const end = addWorkingTime(start, 100 * 52 * 40 * HOUR, calendar({ hours }));
    expect(workingTimeBetween(start, end, calendar({ hours }))).toBe(100 * 52 * 40 * HOUR);
    expect(() => addWorkingTime(start, 250 * 365 * 8 * HOUR, calendar({ hours }))).toThrow(NoWorkingTime);
  });

  test('no time at all is an error, not an endless search', () => {
    // Sundays only, and each of them a holiday for eleven years.
    const sundays = Array.from({ length: 11 * 53 }, (_, n) =>
      formatInstant(at('2026-01-04T00:00Z') + n * 7 * DAY),
    ).map((day) => day.slice(0, 10));
    const rules = { hours: week([7], ['09:00', '17:00']) };
    const start = at('2026-01-05T00:00Z');
    expect(() => addWorkingTime(start, 1, calendar({ ...rules, holidays: sundays }))).toThrow(NoWorkingTime);
    expect(addWorkingTime(start, 1, calendar({ ...rules, holidays: sundays.slice(0, 52) }))).toBe(
      at('2027-01-03T09:00+01:00') + 1,
    );
  });

  test('rules that make no sense is refused', () => {
    const wrong = (...hours: { weekday: number; starts: string; ends: string }[]) => calendar({ hours });
    const nine = { weekday: 1, starts: '09:00', ends: '17:00' };
    expect(() => wrong({ ...nine, weekday: 0 })).toThrow(RangeError);
    expect(() => wrong({ ...nine, ends: '09:00' })).toThrow(RangeError);
    expect(() => wrong({ ...nine, ends: '24:00:01' })).toThrow(RangeError);
    expect(() => wrong({ ...nine, starts: 'nine' })).toThrow(RangeError);
    expect(() => wrong(nine, { ...nine, starts: '16:59' })).toThrow(RangeError);
    expect(() => calendar({ timeZone: 'Berlin' })).toThrow(InvalidInput);
    expect(() => calendar({ holidays: ['Christmas'] })).toThrow(RangeError);
  });
});

describe.each(ZONES)('in $timeZone around $date', ({ timeZone, date }) => {
  const dateStart = resolveRange({ from: date, to: date, timeZone, now: 0 }).from;
  const clock = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

  /** Up to three shifts a weekday, from any minute to any other. */
  const day = fc
    .uniqueArray(fc.integer({ min: 0, max: 24 * 60 }), { maxLength: 6 })
    .map((minutes) => minutes.sort((a, b) => a - b))
    .map((minutes) =>
      minutes.flatMap((from, place) =>
        place % 2 === 0 && minutes[place + 1] !== undefined
          ? [{ starts: clock(from), ends: clock(minutes[place + 1] as number) }]
          : [],
      ),
    );
  const rules = fc
    .record({
      days: fc.tuple(day, day, day, day, day, day, day),
      holidays: fc.uniqueArray(
        fc
          .integer({ min: -3, max: 3 })
          .map((days) => formatInstant(dateStart + days * DAY + DAY / 2).slice(0, 10)),
        { maxLength: 2 },
      ),
    })
    .map(({ days, holidays }) => ({
      timeZone,
      hours: days.flatMap((shifts, place) => shifts.map((shift) => ({ weekday: place + 1, ...shift }))),
      holidays,
    }));
  const starts = fc.integer({ min: -2 * DAY, max: 2 * DAY }).map((offset) => dateStart + offset);

  test('working time equals counting minute by minute', () => {
    fc.assert(
      fc.property(rules, starts, fc.integer({ min: 0, max: 3 * DAY }), (given, start, length) => {
        const worked = workingTimeBetween(start, start + length, new WorkingCalendar(given));
        expect(worked).toBe(naiveWorkingTimeBetween(start, start + length, given, MINUTE));
      }),
      { numRuns: 60 },
    );
  });

  test('adding working time arrives where counting minute by minute does', () => {
    fc.assert(
      fc.property(rules, starts, fc.integer({ min: 1, max: DAY }), (given, start, duration) => {
        const own = new WorkingCalendar(given);
        // Enough is worked in two weeks, or the walk would be long.
        fc.pre(workingTimeBetween(start, start + 14 * DAY, own) >= duration);
        expect(addWorkingTime(start, duration, own)).toBe(
          naiveAddWorkingTime(start, duration, given, MINUTE),
        );
      }),
      { numRuns: 60 },
    );
  });
});
