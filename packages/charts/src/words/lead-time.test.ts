import { describe, expect, test } from 'vitest';
import { leadTimeOf } from '../sample-answers.ts';
import { leadTimeWords, promiseWords } from './lead-time.ts';

const DAY = 86_400_000;

function took(sampleSize: number, days: readonly [number, number]) {
  const answer = leadTimeOf(sampleSize);
  return {
    ...answer,
    sampleSize,
    maxMs: sampleSize === 0 ? null : 60 * DAY,
    percentiles: [50, 85, 95].map((percentile, place) => ({
      percentile,
      leadTimeMs: sampleSize === 0 ? null : (days[place] ?? 60) * DAY,
      shareAtOrUnder: null,
      sampleSize,
    })),
  };
}

describe('how long it takes, in words', () => {
  test('of nobody, one and three', () => {
    expect(leadTimeWords(took(0, [0, 0]))).toBe('No item was finished.');
    expect(leadTimeWords(took(1, [60, 60]))).toBe('One item was finished; it took 60 days.');
    expect(leadTimeWords(took(3, [4, 60]))).toBe(
      '3 items were finished; the longest took 60 days. 3 are few: one more may change it.',
    );
  });

  test('of many, better, worse and with nothing to compare', () => {
    const [fast, slow] = [took(40, [10, 23]), took(40, [15, 43])];
    expect(leadTimeWords(slow, fast)).toBe(
      '85 of 100 items took at most 43 days; ▲ 20 days more than before (23 days): worse. Half took at most 15 days.',
    );
    expect(leadTimeWords(fast, slow)).toContain('▼ 20 days less than before (43 days): better');
    expect(leadTimeWords(fast, null)).toBe(
      '85 of 100 items took at most 23 days. Half took at most 10 days.',
    );
    expect(leadTimeWords(fast, took(3, [1, 2]))).toContain('too few items to judge');
  });

  test('promises are made of many only', () => {
    expect(promiseWords(took(0, [0, 0]))).toBe('No item was finished.');
    expect(promiseWords(took(1, [1, 1]))).toBe('Too little to promise anything by: 1 finished item.');
    expect(promiseWords({ ...took(40, [1, 2]), percentiles: [] })).toBe('The longest took 60 days.');
    expect(promiseWords(took(3, [1, 2]))).toBe('Too little to promise anything by: 3 finished items.');
    expect(promiseWords(took(40, [10, 23]))).toBe(
      '“Within 23 days” was true for 85 of 100 items, “within 60 days” was true for 95 of 100 items.',
    );
  });
});
