import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Interval } from './calendar/intervals.ts';
import { leadTimeOverTime } from './lead-time-over-time.ts';
import { naivePercentile } from './testing/index.ts';

const DAYS: Interval[] = [0, 10, 20].map((start) => ({
  ...{ start, end: start + 10, label: `from ${start}`, partial: false },
}));

describe('lead times over time', () => {
  test('of Board by weeks: by hand, and null where nothing was finished', () => {
    // A, I, C, H, B and D. A week is 7 days from day 0; nothing was finished in the fourth.
    const weeks = [0, 7, 14, 21].map((start) => ({ start, end: start + 7, label: '', partial: false }));
    const finished = [
      { finishedAt: 6, duration: 5 },
      { finishedAt: 7, duration: 6 },
      { finishedAt: 8, duration: 6 },
      { finishedAt: 9, duration: 0 },
      { finishedAt: 10, duration: 9 },
      { finishedAt: 14, duration: 12 },
    ];
    const told = leadTimeOverTime(finished, weeks, { percentiles: [50, 85], method: 'nearest-rank' }).map(
      ({ sampleSize, mean, percentiles }) => [
        sampleSize,
        mean,
        ...percentiles.map(({ value, isMaximum }) => [value, isMaximum]),
      ],
    );
    expect(told).toEqual([
      [1, 5, [5, true], [5, true]],
      [4, 5.25, [6, false], [9, true]],
      [1, 12, [12, true], [12, true]],
      [0, null, [null, null], [null, null]],
    ]);
  });

  test('equal percentiles of each interval by itself; what lies outside counts nowhere', () => {
    const finish = fc.record({ finishedAt: fc.integer({ min: -5, max: 34 }), duration: fc.nat(50) });
    const wanted = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(finish, { maxLength: 40 }),
        wanted,
        fc.constantFrom('nearest-rank' as const, 'linear' as const),
        (finished, percentiles, method) => {
          const answer = leadTimeOverTime(finished, DAYS, { percentiles, method });
          for (const [place, { start, end }] of DAYS.entries()) {
            const own = finished.filter(({ finishedAt }) => finishedAt >= start && finishedAt < end);
            const times = own.map(({ duration }) => duration);
            const found = answer[place];
            expect(found?.sampleSize).toBe(times.length);
            if (times.length > 0)
              expect(found?.mean).toBeCloseTo(times.reduce((a, b) => a + b, 0) / times.length, 9);
            for (const [n, p] of percentiles.entries()) {
              const expected = naivePercentile(times, p, method);
              if (expected === null) expect(found?.percentiles[n]?.value).toBeNull();
              else expect(found?.percentiles[n]?.value).toBeCloseTo(expected, 9);
              expect(found?.percentiles[n]?.isMaximum ?? false).toBe(
                times.length > 0 && isWorst(times.length, p, method),
              );
            }
          }
        },
      ),
    );
  });
});

/** No smaller rank would do. */
function isWorst(size: number, p: number, method: 'nearest-rank' | 'linear'): boolean {
  return method === 'linear' ? p === 100 || size === 1 : (size - 1) * 100 < p * size;
}
