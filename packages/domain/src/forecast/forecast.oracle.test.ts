import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DAY,
  type DayItems,
  type DayRules,
  dateOfDay,
  dayNumber,
  dayPools,
  type ForecastDays,
  finishedByDay,
  forecastDates,
  HOUR,
  howMany,
  neededItems,
  resolveRange,
  simulatedDurations,
  simulatedSums,
  WorkingCalendar,
  when,
  workingDaysOf,
} from '../index.ts';
import { ZONES } from '../testing/histories.ts';
import { naiveLocalDate } from '../testing/naive-calendar.ts';
import { type NaiveRules, naiveAtLeast, naiveFuture, naiveSums } from '../testing/naive-forecast.ts';

const PERCENTILES = [5, 50, 85, 95];
const FIRST = dayNumber('2026-01-05');

/** A history of some weeks, a start soon after it, and days on which nobody works or that do not count. */
const cases = fc
  .record({
    counts: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 6 })), {
      minLength: 20,
      maxLength: 60,
      size: 'max',
    }),
    days: fc.constantFrom<ForecastDays>('split', 'all', 'working'),
    startAfter: fc.nat(9),
    weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7]),
    holidays: fc.uniqueArray(fc.nat(90), { maxLength: 6 }),
    excluded: fc.array(fc.record({ from: fc.nat(90), length: fc.nat(4) }), { maxLength: 3 }),
  })
  .map(({ counts, days, startAfter, weekdays, holidays, excluded }) => {
    const date = (n: number) => dateOfDay(FIRST + n);
    const free = holidays.map(date);
    const spans = excluded.map(({ from, length }) => ({ from: date(from), to: date(from + length) }));
    const hours = weekdays.map((weekday) => ({ weekday, starts: '09:00', ends: '17:00' }));
    const calendar = new WorkingCalendar({ timeZone: 'UTC', hours, holidays: free });
    const hasCalendar = hours.length > 0 || free.length > 0;
    const rules: DayRules = { days, exclude: spans, isWorkingDay: workingDaysOf(calendar) };
    const naive: NaiveRules = {
      days,
      isWorking: (day) => {
        const weekday = new Date(`${day}T12:00:00Z`).getUTCDay() || 7;
        if (!hasCalendar) return weekday < 6;
        return !free.includes(day) && (weekdays.length === 0 || weekdays.includes(weekday));
      },
      isExcluded: (day) => spans.some(({ from, to }) => day >= from && day <= to),
    };
    const history: DayItems[] = counts.map((items, n) => ({ date: date(n), items }));
    return { history, startDate: date(counts.length + startAfter), rules, naive };
  });

const later = (date: string, days: number) => dateOfDay(dayNumber(date) + days);

test('how many is what adding day after day gives', () => {
  fc.assert(
    fc.property(cases, fc.integer({ min: 1, max: 30 }), ({ history, startDate, rules, naive }, length) => {
      const answer = howMany(history, startDate, later(startDate, length - 1), {
        rules,
        percentiles: PERCENTILES,
      });
      const future = naiveFuture(history, startDate, length, naive);
      const counted = history.filter(
        ({ date }) => !naive.isExcluded(date) && (rules.days !== 'working' || naive.isWorking(date)),
      );
      const active = counted.filter(({ items }) => items > 0).length;
      expect(answer.history).toMatchObject({ days: counted.length, activeDays: active });
      const canFinish = future.some(({ draws }) => draws.some((items) => items > 0));
      const isEnough = counted.length >= 14 && active >= 5;
      expect(answer.reason).toBe(!isEnough ? 'tooLittleHistory' : canFinish ? null : 'nothingFinished');
      if (answer.reason) return;
      const sums = naiveSums(future);
      for (const { items, probability, cumulative } of answer.distribution) {
        expect(probability).toBeCloseTo(sums.get(items) ?? 0, 5.9);
        expect(cumulative).toBeCloseTo(1 - naiveAtLeast(sums, items + 1), 5.9);
      }
      const shown = answer.distribution.reduce((total, { probability }) => total + probability, 0);
      expect(shown).toBeCloseTo(1, 3);
      for (const { percentile, items, probability } of answer.percentiles) {
        expect(naiveAtLeast(sums, items)).toBeGreaterThanOrEqual(percentile / 100 - 1e-8);
        expect(naiveAtLeast(sums, items + 1)).toBeLessThan(percentile / 100 + 1e-8);
        expect(probability).toBeCloseTo(naiveAtLeast(sums, items), 5.9);
      }
    }),
    { numRuns: 60 },
  );
});

test('when, joint over streams, is the first day by which each sum is enough', () => {
  const streams = fc.array(fc.record({ of: cases, low: fc.integer({ min: 1, max: 12 }), more: fc.nat(3) }), {
    minLength: 1,
    maxLength: 2,
  });
  fc.assert(
    fc.property(streams, (some) => {
      const startDate = some[0]?.of.startDate as string;
      const given = some.map(({ of: { history, rules }, low, more }) => ({
        days: history,
        rules,
        needed: neededItems(low, low + more),
      }));
      const by = later(startDate, 24);
      const answer = when(given, startDate, PERCENTILES, by);
      expect(answer.percentiles.length).toBe(answer.reason ? 0 : PERCENTILES.length);
      if (answer.reason) return;
      const doneBy = (date: string) =>
        some.reduce((product, { of: { history, naive }, low, more }) => {
          const length = dayNumber(date) - dayNumber(startDate) + 1;
          const sums = naiveSums(naiveFuture(history, startDate, length, naive));
          const shares = Array.from({ length: more + 1 }, (_, n) => naiveAtLeast(sums, low + n) / (more + 1));
          return product * shares.reduce((total, share) => total + share, 0);
        }, 1);
      expect(answer.likelihood).toBeCloseTo(doneBy(by), 5.9);
      for (const { date, cumulative } of answer.distribution.slice(0, 25)) {
        expect(cumulative).toBeCloseTo(doneBy(date), 5.9);
      }
      for (const { percentile, date, days } of answer.percentiles) {
        if (date === null || (days ?? 0) > 40) continue;
        expect(doneBy(date)).toBeGreaterThanOrEqual(percentile / 100 - 1e-8);
        if (date > startDate) expect(doneBy(later(date, -1))).toBeLessThan(percentile / 100 + 1e-8);
      }
    }),
    { numRuns: 40 },
  );
});

test('when many items are finished is as exact, though the days by which it cannot be are passed over', () => {
  fc.assert(
    fc.property(cases, fc.integer({ min: 80, max: 120 }), ({ history, startDate, rules, naive }, items) => {
      const { percentiles, distribution, reason } = when(
        [{ days: history, rules, needed: neededItems(items) }],
        startDate,
        [1, 60],
      );
      if (reason) return;
      for (const { date, days } of percentiles) {
        if (date === null || (days ?? 0) > 150) continue;
        for (const day of [later(date, -1), date]) {
          const length = dayNumber(day) - dayNumber(startDate) + 1;
          const sums = naiveSums(naiveFuture(history, startDate, length, naive));
          const told = distribution.findLast((each) => each.date <= day)?.cumulative ?? 0;
          expect(told).toBeCloseTo(naiveAtLeast(sums, items), 5.9);
        }
      }
    }),
    { numRuns: 5 },
  );
});

test('trials agree with the exact answer as closely as so many can', () => {
  // Dvoretzky, Kiefer and Wolfowitz: one run in a billion is further off anywhere than this.
  const trials = { trials: 4000, seed: 7 };
  const furthest = Math.sqrt(Math.log(2e9) / (2 * trials.trials));
  fc.assert(
    fc.property(cases, fc.integer({ min: 1, max: 15 }), ({ history, startDate, rules }, items) => {
      const pools = dayPools(history, rules);
      const date = later(startDate, 13);
      const exact = howMany(history, startDate, date, { rules, percentiles: [] });
      if (exact.reason) return;
      const sums = simulatedSums(pools, rules, startDate, date, trials);
      for (const { items, cumulative } of exact.distribution) {
        const share = sums.filter((sum) => sum <= items).length / trials.trials;
        expect(Math.abs(share - cumulative)).toBeLessThan(furthest);
      }
      const { distribution } = when([{ days: history, rules, needed: neededItems(items) }], startDate, []);
      const durations = simulatedDurations([{ pools, rules, items }], startDate, trials);
      for (const { days, cumulative } of distribution.slice(0, 60)) {
        const share = durations.filter((lasted) => lasted !== null && lasted <= days).length / trials.trials;
        expect(Math.abs(share - cumulative)).toBeLessThan(furthest);
      }
    }),
    { numRuns: 15 },
  );
});

describe.each(ZONES)('in $timeZone around $date', ({ timeZone, date }) => {
  const start = resolveRange({ from: date, to: date, timeZone, now: 0 }).from;

  test('items are counted on the local day of their finish, and days that are not over are left out', () => {
    const finishes = fc.array(fc.integer({ min: -5 * DAY, max: 5 * DAY }), { maxLength: 60, size: 'max' });
    fc.assert(
      fc.property(finishes, fc.integer({ min: 0, max: 6 * DAY }), (offsets, atAfter) => {
        const finishedAt = offsets.map((offset) => start + offset);
        const at = start + atAfter;
        const from = naiveLocalDate(start - 3 * DAY, timeZone);
        const to = naiveLocalDate(start + 3 * DAY, timeZone);
        const days = finishedByDay(finishedAt, resolveRange({ from, to, timeZone, now: 0 }), at);
        const last = [to, later(naiveLocalDate(at, timeZone), -1)].sort()[0] as string;
        const expected: DayItems[] = [];
        for (let day = from; day <= last; day = later(day, 1)) {
          const items = finishedAt.filter((each) => naiveLocalDate(each, timeZone) === day).length;
          expected.push({ date: day, items });
        }
        expect(days).toEqual(expected);
      }),
    );
  });

  test('a forecast begins tomorrow and draws from the 90 days before today', () => {
    const dates = forecastDates(start + HOUR, timeZone);
    expect(dates).toEqual({ startDate: later(date, 1), from: later(date, -90), to: later(date, -1) });
    expect(forecastDates(start + HOUR, timeZone, later(date, -10))).toEqual({
      startDate: later(date, -10),
      from: later(date, -100),
      to: later(date, -11),
    });
    expect(forecastDates(start + HOUR, timeZone, later(date, 30)).to).toBe(later(date, -1));
  });
});
