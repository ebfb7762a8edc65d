import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, test } from 'vitest';
import {
  type DayPool,
  type DayRules,
  DEFAULT_TRIALS,
  percentile,
  simulatedDurations,
  simulatedPaths,
  simulatedSums,
} from '../index.ts';
import { hasSharedData, sharedExamples } from '../testing/shared-data.ts';

const rules: DayRules = { days: 'all', exclude: [], isWorkingDay: () => true };
const pools: DayPool[] = [{ pool: 'all', counts: [0, 2, 1, 0, 3] }];
const trials = { ...DEFAULT_TRIALS, seed: 42 };
const [START, FIFTH] = ['2026-03-02', '2026-03-06'];
const items = 6;

const tallied = (values: readonly (number | null)[]) =>
  Object.fromEntries([...Map.groupBy(values, String)].map(([value, own]) => [value, own.length]));

describe('the generator is the one that the examples were drawn with', () => {
  test.skipIf(!hasSharedData)('bit for bit', () => {
    const { seed, signed32, below10, below10AfterJumps1to4 } = sharedExamples().generator;
    const source = xoroshiro128plus(seed);
    expect(signed32.map(() => source.next())).toEqual(signed32);
    const again = xoroshiro128plus(seed);
    expect(below10.map(() => uniformInt(again, 0, 9))).toEqual(below10);
    const jumping = xoroshiro128plus(seed);
    for (const expected of below10AfterJumps1to4) {
      jumping.jump();
      const own = jumping.clone();
      expect(expected.map(() => uniformInt(own, 0, 9))).toEqual(expected);
    }
  });
});

describe('10,000 trials of seed 42', () => {
  test('sums of five days', () => {
    const sums = simulatedSums(pools, rules, START, FIFTH, trials);
    expect(sums.slice(0, 10)).toEqual([1, 8, 11, 10, 5, 7, 4, 3, 4, 5]);
    const mostFirst = Float64Array.from(sums, (sum) => -sum).sort();
    expect([50, 70, 85, 95].map((p) => -(percentile(mostFirst, p) ?? 0))).toEqual([6, 5, 3, 2]);
  });

  test('days until six items are finished', () => {
    const durations = simulatedDurations([{ pools, rules, items }], START, trials);
    expect(durations.slice(0, 10)).toEqual([10, 5, 3, 2, 6, 4, 6, 7, 8, 6]);
    const sorted = Float64Array.from(durations, (days) => days ?? Infinity).sort();
    expect([50, 70, 85, 95].map((p) => percentile(sorted, p))).toEqual([5, 6, 8, 10]);
  });

  test.skipIf(!hasSharedData)('all of them are those drawn elsewhere', () => {
    const expected = sharedExamples().simulate;
    expect(tallied(simulatedSums(pools, rules, START, FIFTH, trials))).toEqual(expected.sums);
    expect(tallied(simulatedDurations([{ pools, rules, items }], START, trials))).toEqual(expected.durations);
  });

  test('more days, items or trials change no other trial', () => {
    const few = { trials: 20, seed: 42 };
    const paths = simulatedPaths(pools, rules, START, '2026-03-20', few);
    expect(paths.map((path) => path[4])).toEqual(
      simulatedSums(pools, rules, START, FIFTH, trials).slice(0, 20),
    );
    const later = simulatedDurations([{ pools, rules, items: 9 }], START, few);
    const durations = simulatedDurations([{ pools, rules, items }], START, few);
    later.forEach((days, trial) => {
      expect(days).toBeGreaterThanOrEqual(durations[trial] as number);
      expect((paths[trial]?.findIndex((sum) => sum >= items) ?? 0) + 1).toBe(durations[trial]);
    });
  });
});

test('a trial that never ends is beyond the horizon', () => {
  const never: DayPool[] = [{ pool: 'all', counts: [0] }];
  expect(simulatedDurations([{ pools: never, rules, items }], START, { trials: 2, seed: 1 })).toEqual([
    null,
    null,
  ]);
});
