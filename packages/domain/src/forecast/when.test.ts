import { describe, expect, test } from 'vitest';
import { type DayItems, type DayRules, dateOfDay, dayNumber, howMany, neededItems, when } from '../index.ts';
import { hasSharedData, sharedExamples } from '../testing/shared-data.ts';

const PERCENTILES = [50, 70, 85, 95];
const START = '2026-03-02';
const isWorkingDay = (day: number) => (day + 3) % 7 < 5;
const everyDay: DayRules = { days: 'all', exclude: [], isWorkingDay };
const terms = (rules: DayRules) => ({ rules, percentiles: PERCENTILES });

/** A history that ends the day before the start. */
const days = (...counts: number[]): DayItems[] =>
  counts.map((items, place) => ({ date: dateOfDay(dayNumber(START) - counts.length + place), items }));
/** The same days over and over: their forecast is that of one round. */
const often = (...counts: number[]) => days(...Array.from({ length: 8 }, () => counts).flat());

describe('several streams at once', () => {
  const first = { days: often(0, 2, 1, 0, 3), rules: everyDay, needed: neededItems(6) };
  const second = { days: often(1, 1, 0, 2), rules: everyDay, needed: neededItems(5) };

  test('are done with the last of them, which is later than the later of their separate dates', () => {
    const { percentiles } = when([first, second], START, PERCENTILES);
    expect(percentiles.map((each) => each.days)).toEqual([6, 7, 8, 10]);
    const own = [first, second].map((stream) => when([stream], START, [70]).percentiles[0]?.days);
    expect(own).toEqual([6, 6]);
    expect(when([first, second], START, [70], '2026-03-07').likelihood).toBe(0.575425);
  });

  test.skipIf(!hasSharedData)('with the probabilities computed elsewhere', () => {
    const { independent, comonotone, second: alone } = sharedExamples().joint;
    const shown = (answer: ReturnType<typeof when>) =>
      answer.percentiles.map(({ date, ...percentile }) => percentile);
    expect(shown(when([first, second], START, PERCENTILES))).toEqual(independent);
    expect(shown(when([second], START, PERCENTILES))).toEqual(alone);
    // Were they to have their good and bad days together, the slower one would say when: as another tool has it.
    expect(shown(when([first], START, PERCENTILES))).toEqual(comonotone);
  });

  test('a stream that cannot be forecast leaves all of them without an answer', () => {
    const answer = when([first, { ...second, days: days(1, 1) }], START, PERCENTILES, '2026-03-20');
    expect(answer).toMatchObject({ reason: 'tooLittleHistory', percentiles: [], likelihood: null });
    expect(answer.streams.map(({ reason }) => reason)).toEqual([null, 'tooLittleHistory']);
  });
});

describe('likelihood', () => {
  const stream = { days: often(0, 2, 1, 0, 3), rules: everyDay, needed: neededItems(6) };

  test('is that of a date and a number of items together', () => {
    expect(when([stream], START, [], '2026-03-08').likelihood).toBe(0.82167);
    expect(when([stream], START, [], '2031-01-01').likelihood).toBe(1);
    expect(when([stream], START, []).likelihood).toBeNull();
  });

  test('is 0 before the first day that counts', () => {
    const saturday = '2026-03-07';
    const rules: DayRules = { ...everyDay, days: 'working' };
    expect(when([{ ...stream, rules }], saturday, [], '2026-03-08').likelihood).toBe(0);
  });
});

describe('which days count', () => {
  // Mon–Sun, four times: weekends finish nothing.
  const weeks = days(...Array.from({ length: 4 }, () => [1, 1, 1, 1, 1, 0, 0]).flat());

  test('with working days alone, the others are neither drawn nor counted', () => {
    const rules: DayRules = { ...everyDay, days: 'working' };
    const answer = when([{ days: weeks, rules, needed: neededItems(7) }], START, [85]);
    expect(answer.percentiles).toEqual([{ percentile: 85, date: '2026-03-10', days: 7, probability: 1 }]);
    expect(answer.streams[0]?.history).toMatchObject({ days: 20, items: 20, perDay: 1 });
    expect(howMany(weeks, START, '2026-03-10', terms(rules)).percentiles[0]?.items).toBe(7);
  });

  test('with both apart, a weekend is waited for', () => {
    const rules: DayRules = { ...everyDay, days: 'split' };
    const answer = when([{ days: weeks, rules, needed: neededItems(7) }], START, [85]);
    expect(answer.percentiles[0]).toMatchObject({ date: '2026-03-10', days: 9 });
    expect(answer.streams[0]?.history.pools).toEqual([
      { pool: 'working', days: 20, counts: [{ items: 1, days: 20 }] },
      { pool: 'other', days: 8, counts: [{ items: 0, days: 8 }] },
    ]);
  });

  test('excluded dates are no samples, and finish nothing when they come', () => {
    const exclude = [
      { from: '2026-03-03', to: '2026-03-05' },
      { from: '2026-02-23', to: '2026-02-23' },
    ];
    const rules: DayRules = { ...everyDay, days: 'split', exclude };
    const answer = when([{ days: weeks, rules, needed: neededItems(2) }], START, [85]);
    expect(answer.percentiles[0]).toMatchObject({ date: '2026-03-06', days: 5 });
    expect(answer.streams[0]?.history.days).toBe(27);
  });

  test('a day of a sort that the history has not seen finishes nothing', () => {
    const rules: DayRules = { ...everyDay, days: 'split', isWorkingDay: (day) => day !== dayNumber(START) };
    const answer = howMany(
      weeks.map(({ date }) => ({ date, items: 1 })),
      START,
      '2026-03-03',
      terms(rules),
    );
    expect(answer.percentiles[0]).toMatchObject({ items: 1, probability: 1 });
  });
});

describe('a forecast says when it cannot say', () => {
  const active = (count: number, length: number) =>
    days(...Array.from({ length }, (_, n) => (n < count ? 9 : 0)));

  test.each([
    [5, 13, 'tooLittleHistory'],
    [4, 14, 'tooLittleHistory'],
    [5, 14, null],
  ])('%d days with a finish of %d days: %s', (count, length, reason) => {
    const history = active(count, length);
    const answer = howMany(history, START, '2026-03-15', terms(everyDay));
    expect(answer.reason).toBe(reason);
    expect(answer.percentiles.length).toBe(reason ? 0 : 4);
    expect(answer.history).toMatchObject({ days: length, activeDays: count, items: 9 * count });
    const same = when([{ days: history, rules: everyDay, needed: neededItems(3) }], START, PERCENTILES);
    expect(same.reason).toBe(reason);
  });

  test('where days that never finished anything must do all the work', () => {
    const weekdays = days(...Array.from({ length: 4 }, () => [1, 1, 1, 1, 1, 0, 0]).flat());
    const rules: DayRules = { ...everyDay, days: 'split' };
    const weekend = howMany(weekdays, '2026-03-07', '2026-03-08', terms(rules));
    expect(weekend).toMatchObject({ reason: 'nothingFinished', percentiles: [], distribution: [] });
  });

  test('under 30 items it is thin', () => {
    expect(howMany(active(5, 14), START, START, terms(everyDay)).isThin).toBe(false);
    expect(howMany(often(0, 0, 0, 0, 3), START, START, terms(everyDay)).isThin).toBe(true);
  });
});
