import { describe, expect, test } from 'vitest';
import {
  atLeast,
  byDay,
  completionCurve,
  type DayPool,
  type DayRules,
  dayNumber,
  finishedOn,
  HORIZON_DAYS,
  type NeededItems,
  neededItems,
  tailsOf,
} from '../index.ts';
import { hasSharedData, sharedExamples } from '../testing/shared-data.ts';

const PERCENTILES = [50, 70, 85, 95];
const all = (...counts: number[]): DayPool[] => [{ pool: 'all', counts }];
const everyDay: DayRules = { days: 'all', exclude: [], isWorkingDay: () => true };
const curve = (pools: DayPool[], needed: readonly NeededItems[]) =>
  completionCurve('2026-03-02', pools, everyDay, needed);
const cumulative = (days: { cumulative: number }[]) => days.map((day) => day.cumulative);

describe('how many items days finish', () => {
  const sum = finishedOn(Array(5).fill(all(0, 2, 1, 0, 3)[0]));

  test('more sure means fewer', () => {
    expect(atLeast(sum, PERCENTILES).percentiles).toEqual([
      { percentile: 50, items: 6, probability: 0.56384 },
      { percentile: 70, items: 5, probability: 0.70496 },
      { percentile: 85, items: 3, probability: 0.91296 },
      { percentile: 95, items: 2, probability: 0.96416 },
    ]);
  });

  test('on average as many as the history says', () => {
    const { distribution } = atLeast(sum, PERCENTILES);
    const mean = distribution.reduce((total, { items, probability }) => total + items * probability, 0);
    expect(mean).toBeCloseTo(6, 6);
  });

  test.skipIf(!hasSharedData)('with the probabilities computed elsewhere', () => {
    const { distribution } = atLeast(sum, PERCENTILES);
    expect(distribution.map(({ probability }) => probability)).toEqual(sharedExamples().howMany.distribution);
    expect(distribution.at(-1)).toMatchObject({ items: 15, cumulative: 1 });
  });

  test('turned round it says how many will arrive at most, as another tool has it', () => {
    const tails = tailsOf(sum);
    const atMost = (share: number) => [...tails].findIndex((_, n) => 1 - (tails[n + 1] ?? 0) >= share);
    expect([atMost(0.5), atMost(0.85)]).toEqual([6, 9]);
  });
});

describe('when items are finished', () => {
  const history = all(0, 2, 1, 0, 3);

  test('more sure means later', () => {
    const { percentiles, isBeyondHorizon } = byDay(curve(history, neededItems(6)), PERCENTILES);
    expect(percentiles).toEqual([
      { percentile: 50, date: '2026-03-06', days: 5, probability: 0.56384 },
      { percentile: 70, date: '2026-03-07', days: 6, probability: 0.713792 },
      { percentile: 85, date: '2026-03-09', days: 8, probability: 0.893422 },
      { percentile: 95, date: '2026-03-11', days: 10, probability: 0.965449 },
    ]);
    expect(isBeyondHorizon).toBe(false);
  });

  test.skipIf(!hasSharedData)('with the probabilities computed elsewhere', () => {
    const { distribution } = byDay(curve(history, neededItems(6)), PERCENTILES);
    const expected = sharedExamples().when.cumulative;
    expect(cumulative(distribution).slice(0, expected.length)).toEqual(expected);
  });

  test('on which day it is', () => {
    const { distribution } = byDay(curve(all(1, 3), neededItems(3)), PERCENTILES);
    expect(distribution.slice(0, 3).map(({ probability }) => probability)).toEqual([0.5, 0.25, 0.25]);
    expect(distribution.length).toBe(3);
  });

  test('where it is uncertain how many they are', () => {
    // Each of 6 to 8 items may be split into up to 1.5 times as many, as another tool draws it.
    const needed: NeededItems[] = [6, 7, 8].flatMap((items) =>
      Array.from({ length: 11 }, (_, i) => ({
        items: Math.ceil((items * (20 + i)) / 20),
        probability: 1 / 33,
      })),
    );
    const { percentiles } = byDay(curve(history, needed), PERCENTILES);
    expect(percentiles.map(({ days, probability }) => [days, probability])).toEqual([
      [8, 0.592571],
      [9, 0.70417],
      [11, 0.859916],
      [14, 0.963092],
    ]);
  });

  test('working days and others are drawn apart', () => {
    const pools: DayPool[] = [
      { pool: 'working', counts: [1, 2, 0] },
      { pool: 'other', counts: [0] },
    ];
    const rules: DayRules = {
      days: 'split',
      exclude: [],
      // 1970-01-01 was a Thursday.
      isWorkingDay: (day) => (day + 3) % 7 < 5,
    };
    const { percentiles, distribution } = byDay(
      completionCurve('2026-03-05', pools, rules, neededItems(3)),
      PERCENTILES,
    );
    expect(percentiles.map(({ days }) => days)).toEqual([5, 6, 7, 8]);
    expect(cumulative(distribution).slice(0, 9)).toEqual([
      0, 0.333333, 0.333333, 0.333333, 0.62963, 0.814815, 0.91358, 0.961591, 0.983539,
    ]);
  });

  test('there is no answer for days beyond ten years', () => {
    const answer = byDay(curve(all(0, 0, 0, 1), neededItems(2000)), [1, 50]);
    expect(answer.isBeyondHorizon).toBe(true);
    expect(answer.percentiles[1]).toEqual({ percentile: 50, date: null, days: null, probability: null });
    expect(answer.distribution.length).toBe(HORIZON_DAYS);
  });
});

test.each([
  [0, 1],
  [3, 2],
  [1.5, 2],
  [1, Number.POSITIVE_INFINITY],
])('%d to %d items are no number of items to finish', (low, high) => {
  expect(() => neededItems(low, high)).toThrow(`${low}..${high}`);
});

test('a date and its number are the same day', () => {
  expect([dayNumber('1970-01-01'), dayNumber('2026-03-02')]).toEqual([0, 20514]);
});
