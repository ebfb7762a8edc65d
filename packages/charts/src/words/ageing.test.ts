import { describe, expect, test } from 'vitest';
import { ageingOf } from '../sample-ageing.ts';
import { ageingWords } from './ageing.ts';

/** So many items, the first of which exceed the pace of 85 of 100. */
function aged(count: number, beyond: number, { isKnown = true } = {}) {
  const sample = ageingOf(Math.max(1, count));
  const items = sample.items.slice(0, count).map((item, n) => ({
    ...item,
    reference: `A-${n + 1}`,
    ageMs: 9 * 86_400_000,
    exceeds: n < beyond ? 85 : null,
  }));
  const stages = sample.stages.map((stage) => (isKnown ? stage : { ...stage, pace: null }));
  return { ...sample, items, stages, cells: null, age: { ...sample.age, items: count } };
}

describe('what is old, in words', () => {
  test('nobody, and nothing known to compare with', () => {
    expect(ageingWords(aged(0, 0))).toBe('Nothing is in progress.');
    expect(ageingWords(aged(1, 0, { isKnown: false }))).toBe(
      'One item is in progress; too few are finished to say which are old. The oldest is A-1, 9 days.',
    );
  });

  test('none, one, three and many that are old', () => {
    expect(ageingWords(aged(3, 0))).toBe(
      'None of 3 items is older than usual at its place. The oldest is A-1, 9 days.',
    );
    expect(ageingWords(aged(8, 1))).toContain(
      '1 of 8 items is older than 85 of 100 were at that place: A-1.',
    );
    expect(ageingWords(aged(8, 3))).toContain('3 of 8 items are older');
    expect(ageingWords(aged(8, 3))).toContain('A-1, A-2 and A-3.');
    expect(ageingWords(aged(8, 6))).toContain('A-1, A-2, A-3 and 3 more.');
  });
});
