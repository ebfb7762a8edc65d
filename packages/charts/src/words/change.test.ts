import { describe, expect, test } from 'vitest';
import { andChange, changeOf, durationChangeOf } from './change.ts';

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
