import { expect, test } from 'vitest';
import { wilsonInterval } from './index.ts';

test.each([
  [37, 40, 0.801358, 0.974164],
  [19, 20, 0.763869, 0.991119],
  [6, 6, 0.609666, 1],
  [0, 3, 0, 0.561497],
  [85, 100, 0.767164, 0.90694],
])('%d of %d lies between %d and %d', (hits, trials, lower, upper) => {
  const interval = wilsonInterval(hits, trials);
  expect(interval?.[0]).toBeCloseTo(lower, 6);
  expect(interval?.[1]).toBeCloseTo(upper, 6);
});

test('nothing is known of a share without trials', () => {
  expect(wilsonInterval(0, 0)).toBeNull();
});
