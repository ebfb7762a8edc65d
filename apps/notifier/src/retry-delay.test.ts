import { expect, it } from 'vitest';
import { retryDelayMs } from './retry-delay.ts';

it('doubles with each failure up to the longest', () => {
  const delays = [1, 2, 3, 4, 5, 6].map((attempts) => retryDelayMs(attempts, 1_000, 10_000, 0.5));
  expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
});

it('spreads over a quarter to either side', () => {
  expect([retryDelayMs(1, 1_000, 10_000, 0), retryDelayMs(1, 1_000, 10_000, 1)]).toEqual([750, 1_250]);
});
