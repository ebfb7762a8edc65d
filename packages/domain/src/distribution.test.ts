import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY, distribution, HOUR } from './index.ts';

test('every duration lies in exactly one of at most 60 bins without gaps', () => {
  const durations = fc.array(fc.integer({ min: 0, max: 900 * DAY }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(durations, (sample) => {
      const { bins, binWidth } = distribution(sample, 'microseconds');
      expect(bins.length).toBeLessThanOrEqual(60);
      bins.forEach((bin, place) => {
        expect(bin.to - bin.from).toBe(binWidth);
        expect(bin.from).toBe(bins[place - 1]?.to ?? bin.from);
        expect(bin.count).toBe(sample.filter((one) => one >= bin.from && one < bin.to).length);
      });
      expect(bins.reduce((total, { count }) => total + count, 0)).toBe(sample.length);
    }),
  );
});

test('sixty bins are enough for a sample that starts in the middle of one', () => {
  const { bins } = distribution([DAY / 2, ...Array(50).fill(DAY / 2), 60.2 * DAY], 'microseconds');
  expect(bins.length).toBeLessThanOrEqual(60);
});

test('bins have a width that a reader can name', () => {
  const sample = Array.from({ length: 100 }, (_, n) => n * HOUR);
  expect(distribution(sample, 'microseconds').binWidth).toBe(1 * DAY);
  expect(distribution([1, 1, 2, 3, 5, 8], 'days').binWidth).toBe(7);
});

test('no durations make no bins', () => {
  expect(distribution([], 'days').bins).toEqual([]);
});
