import { describe, expect, test } from 'vitest';
import { andChange, averageChangeOf, changeOf, durationChangeOf, shareChangeOf } from './change.ts';

const days = (value: number) => `${value} days`;
const change = (now: number | null, before: number | null, good: 'more' | 'less' | null = 'less') =>
  changeOf({ now, before, good, format: days });

describe('a figure beside the one before', () => {
  test('says better and worse by word and sign, whichever way is good', () => {
    expect(change(43, 23)?.words).toBe('▲ 20 days more than before (23 days): worse');
    expect(change(23, 43)?.words).toBe('▼ 20 days less than before (43 days): better');
    expect(change(43, 23, 'more')?.direction).toBe('better');
    expect(change(23, 43, 'more')?.direction).toBe('worse');
  });

  test('is neither where neither way is good', () => {
    expect(change(2, 1, null)).toEqual({ direction: null, words: '▲ 1 days more than before (1 days)' });
  });

  test('is the same when it reads the same', () => {
    const rounded = changeOf({ now: 4.01, before: 4.02, good: 'less', format: (value) => value.toFixed(1) });
    expect(rounded).toEqual({ direction: 'same', words: '= the same as before' });
  });

  test('is not judged with fewer than five items on either side', () => {
    const of = (sizes: readonly [number, number]) =>
      changeOf({ now: 2, before: 1, good: 'less', sizes, format: days })?.direction;
    expect([of([5, 5]), of([4, 5]), of([5, 4])]).toEqual(['worse', null, null]);
  });

  test('is nothing without both', () => {
    expect([change(null, 1), change(1, null)]).toEqual([null, null]);
    expect(andChange(null)).toBe('');
  });
});

test('a difference of durations is told in one unit', () => {
  const DAY = 86_400_000;
  const words = durationChangeOf({ now: 14 * DAY, before: 14.2 * DAY, good: 'less' })?.words;
  expect(words).toBe('▼ 0.2 days less than before (14.2 days): better');
});

test('who subtracts what is read finds the difference that is told', () => {
  const [good, DAY] = ['more', 86_400_000] as const;
  // 16.94 reads 16.9 and 14.96 reads 15: 1.9 apart as read, 1.98 in truth.
  expect(durationChangeOf({ now: 16.94 * DAY, before: 14.96 * DAY, good })?.words).toMatch(/^▲ 1\.9 days/);
  expect(averageChangeOf({ now: 7.26, before: 7.64, good })?.words).toMatch(/^▼ 0\.3 less .*\(7\.6\)/);
  expect(shareChangeOf({ now: 0.7204, before: 0.7346, good })?.words).toMatch(/^▼ 1 point less .*\(73 %\)/);
  expect(shareChangeOf({ now: 0.624, before: 0.6451, good })?.words).toMatch(/^▼ 3 points less .*\(65 %\)/);
  // Shares near all read finer than whole points, and what is nearly nothing is not nothing.
  expect(shareChangeOf({ now: 0.9961, before: 0.9921, good })?.words).toMatch(/^▲ 0\.4 points more/);
  expect(durationChangeOf({ now: 0.01 * DAY, before: 3 * DAY, good })?.words).toMatch(/^▼ 3 days less/);
});
