import { describe, expect, test } from 'vitest';
import { slaOf } from '../sample-answers.ts';
import { slaWords } from './sla.ts';

function kept(hits: number, misses: number, withoutSla = 0) {
  const hitRate = hits + misses === 0 ? null : hits / (hits + misses);
  return { ...slaOf(1), total: { finished: hits + misses + withoutSla, hits, misses, withoutSla, hitRate } };
}

describe('whether promises were kept, in words', () => {
  test('nobody, without a promise, one, three', () => {
    expect(slaWords(kept(0, 0))).toBe('No item was finished.');
    expect(slaWords(kept(0, 0, 4))).toBe('No finished item had a promise: 4 without one.');
    expect(slaWords(kept(1, 0))).toBe('100 % in time: 1 in time, 0 late. 1 is few: one more may change it.');
    expect(slaWords(kept(2, 1))).toContain('3 are few');
  });

  test('many, better, worse and the same', () => {
    expect(slaWords(kept(15, 5, 2), kept(10, 10))).toBe(
      '75 % in time: 15 in time, 5 late, 2 without a promise; ▲ 25 points more than before (50 %): better.',
    );
    expect(slaWords(kept(10, 10), kept(15, 5))).toContain('▼ 25 points less than before (75 %): worse');
    expect(slaWords(kept(10, 10), kept(30, 30))).toContain('= the same as before');
    expect(slaWords(kept(10, 10), kept(1, 0))).toContain('too few items to judge');
  });
});
