import { expect, test } from 'vitest';
import { type StabilityCheckName, stabilityChecks } from './checks.ts';
import type { LittlesWindow, WindowFacts } from './littles-window.ts';

const WINDOW = {
  ...{ items: 100, arrivals: 96, departures: 96, wipStart: 16, wipEnd: 16, averageWip: 16 },
  ...{ averageAgeStartUs: 4, averageAgeEndUs: 4 },
};

function checked(
  check: StabilityCheckName,
  window: Partial<LittlesWindow>,
  { tolerance = 0.1, ...facts }: Partial<WindowFacts> & { tolerance?: number } = {},
) {
  const all = {
    window: { ...WINDOW, ...window },
    dropped: 0,
    cycleTime95Us: null,
    olderThanCycleTime95: null,
    ...facts,
  } as WindowFacts;
  const { holds, says } = stabilityChecks(all, tolerance).find((each) => each.check === check) ?? {};
  return [holds, says];
}

test('a check says what its difference is measured by, so that equal ones can hold and fail', () => {
  expect(checked('ratesEqual', { arrivals: 98 })).toEqual([
    true,
    '98 begun, 96 ended: 2 more, 2 % of what ended, within the 10 % allowed.',
  ]);
  expect(checked('wipSame', { wipEnd: 18 })).toEqual([
    false,
    '16 in progress at the beginning, 18 at the end: 2 more, 13 % of the average in progress, beyond the 10 % allowed.',
  ]);
  expect(checked('wipSame', {})).toEqual([
    true,
    '16 in progress at the beginning, 16 at the end: no difference.',
  ]);
  expect(checked('ratesEqual', { arrivals: 8, departures: 0 })).toEqual([
    false,
    '8 begun, 0 ended: 8 more, with nothing to measure that by. Too few items to judge.',
  ]);
});

test('a check that one item more or less does not break says so, and where there are too few items', () => {
  expect(checked('wipSame', { wipStart: 2, wipEnd: 1, averageWip: 1.5 })).toEqual([
    true,
    '2 in progress at the beginning, 1 at the end: 1 less, and one item is no difference.',
  ]);
  expect(checked('ratesEqual', { arrivals: 2, departures: 4 })).toEqual([
    false,
    '2 begun, 4 ended: 2 less, 50 % of what ended, beyond the 10 % allowed. Too few items to judge.',
  ]);
  expect(checked('ageSteady', { wipEnd: 4, averageAgeEndUs: 3 })).toEqual([
    false,
    'The average age of what is in progress fell by 25 %, beyond the 10 % allowed. Too few items to judge.',
  ]);
});

test('what begins and is not finished is measured as a share of each', () => {
  expect(checked('allFinish', {}, { dropped: 3, olderThanCycleTime95: 4 })).toEqual([
    false,
    '3 of 96 that ended were dropped (3 %); 4 of 16 open items older than 95 of 100 finished ones were (25 %): beyond the 10 % allowed for each.',
  ]);
  expect(checked('allFinish', { departures: 0, wipEnd: 0 })).toEqual([
    null,
    '0 of 0 that ended were dropped; nothing was finished that open items could be compared with.',
  ]);
});

test('a check of age that fails says whether work grew older or younger', () => {
  expect(checked('ageSteady', { averageAgeEndUs: 6 })).toEqual([
    false,
    'The average age of what is in progress rose by 50 %, beyond the 10 % allowed.',
  ]);
  expect(checked('ageSteady', {})).toEqual([true, 'The average age of what is in progress stayed the same.']);
  expect(checked('ageSteady', { averageAgeStartUs: null })[0]).toBeNull();
});

test.each([
  [1.104, 0.1, 'rose by a little over 10 %, beyond the 10 % allowed'],
  [1.096, 0.1, 'rose by 10 %, within the 10 % allowed'],
  [1.125, 0.125, 'rose by 12.5 %, within the 12.5 % allowed'],
  [1.001, 0.1, 'rose by under 1 %, within the 10 % allowed'],
])(
  '%d times as old with a tolerance of %d: rounding never contradicts the check',
  (times, tolerance, words) => {
    expect(
      checked('ageSteady', { averageAgeStartUs: 1, averageAgeEndUs: times }, { tolerance })[1],
    ).toContain(words);
  },
);
