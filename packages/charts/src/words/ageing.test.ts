import { describe, expect, test } from 'vitest';
import { ageingOf } from '../sample-ageing.ts';
import { ageingWords } from './ageing.ts';

const DAY = 86_400_000;

/** So many items, the first of which exceed the pace of 85 of 100. */
function aged(count: number, beyond: number, { isKnown = true } = {}) {
  const sample = ageingOf(Math.max(1, count));
  const items = sample.items.slice(0, count).map((item, n) => ({
    ...item,
    reference: `A-${n + 1}`,
    ageMs: 9 * DAY,
    exceeds: n < beyond ? 85 : null,
  }));
  const stages = sample.stages.map((stage) => (isKnown ? stage : { ...stage, pace: null }));
  return { ...sample, items, stages, cells: null, age: { ...sample.age, items: count } };
}

/** Beside another day, on which the average was so many days. */
function beside(days: number, direction: 'better' | 'worse' | null) {
  const sample = aged(8, 0);
  const age = { ...sample.age, meanMs: 9 * DAY };
  const difference = (9 - days) * DAY;
  return {
    ...{ ...sample, age, timeZone: 'Europe/Berlin' },
    comparison: {
      ...{ from: '2026-03-06T23:00:00Z', to: '2026-03-07T23:00:00Z' },
      summary: { age: { ...age, meanMs: days * DAY } },
      changes: [
        {
          ...{ figure: 'age.meanMs', difference, direction },
          reason: direction === null ? ('tooFewItems' as const) : null,
        },
      ],
    },
  };
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

  test('better, worse and too few to judge beside another day', () => {
    const end = ' On average they are 9 days old;';
    expect(ageingWords(beside(7, 'worse'))).toContain(
      `${end} ▲ 2 days more than on 7 Mar 2026 (7 days): worse.`,
    );
    expect(ageingWords(beside(12, 'better'))).toContain(
      `${end} ▼ 3 days less than on 7 Mar 2026 (12 days): better.`,
    );
    expect(ageingWords(beside(12, null))).toMatch(/\(12 days\); too few items to judge\.$/);
    expect(ageingWords(aged(8, 0))).not.toContain('On average');
  });
});
