import { expect, test } from 'vitest';
import { percentile, percentiles } from './index.ts';

test('nearest rank gives a value that occurred, with at least that share at or under it', () => {
  expect(percentiles([15, 20, 35, 40, 50], [30, 40, 50, 100])).toEqual([
    { percentile: 30, value: 20, shareAtOrUnder: 0.4, sampleSize: 5 },
    { percentile: 40, value: 20, shareAtOrUnder: 0.4, sampleSize: 5 },
    { percentile: 50, value: 35, shareAtOrUnder: 0.6, sampleSize: 5 },
    { percentile: 100, value: 50, shareAtOrUnder: 1, sampleSize: 5 },
  ]);
});

test('linear gives what spreadsheets call PERCENTILE.INC', () => {
  expect(percentiles([1, 2, 3, 4], [50, 85], 'linear')).toEqual([
    { percentile: 50, value: 2.5, shareAtOrUnder: 0.5, sampleSize: 4 },
    { percentile: 85, value: 3.55, shareAtOrUnder: 0.75, sampleSize: 4 },
  ]);
});

test('equal values all count as "at or under"', () => {
  expect(percentiles([7, 7, 7], [50])[0]?.shareAtOrUnder).toBe(1);
});

test('values are sorted as numbers, and the sample itself is not changed', () => {
  const sample = [100, 9, 20];
  expect(percentiles(sample, [50])[0]?.value).toBe(20);
  expect(sample).toEqual([100, 9, 20]);
});

test('50, 70, 85 and 95 are the default percentiles', () => {
  expect(percentiles([1]).map(({ percentile }) => percentile)).toEqual([50, 70, 85, 95]);
});

test('no sample gives no value, and says so', () => {
  expect(percentiles([], [85])).toEqual([
    { percentile: 85, value: null, shareAtOrUnder: null, sampleSize: 0 },
  ]);
});

test('a rounding error of binary fractions does not raise a whole rank', () => {
  const sample = Array.from({ length: 750 }, (_, place) => place + 1);
  expect((4.4 * 750) / 100).toBeGreaterThan(33);
  expect(percentile(sample, 4.4)).toBe(33);
});

test.each([0, -1, 100.1, Number.NaN])('%d is refused as a percentile', (p) => {
  expect(() => percentiles([1], [p])).toThrow(
    expect.objectContaining({ problem: 'percentile-out-of-range' }),
  );
});
