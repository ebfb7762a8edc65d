import type { FlowAnswer } from '@kanban/api';
import { describe, expect, test } from 'vitest';
import { flowSamples } from '../sample-flow.ts';
import { totalAgeWords } from './total-age.ts';

function aged(wip: number, days: number): FlowAnswer {
  const answer = flowSamples.flow(3) as FlowAnswer;
  return answer.total
    ? { ...answer, total: { ...answer.total, wip, totalAgeMs: days * 86_400_000 } }
    : answer;
}

describe('whether old work grows, in words', () => {
  test('of nobody, one and three', () => {
    expect(totalAgeWords(aged(0, 0))).toBe('Nothing was in progress at the end.');
    expect(totalAgeWords(aged(1, 9))).toBe('One item was in progress at the end, 9 days old.');
    expect(totalAgeWords(aged(3, 30), aged(3, 20))).toBe(
      '3 items in progress at the end were 30 days old together; ▲ 10 days more than before (20 days); too few items to judge.',
    );
  });

  test('better, worse and unknown', () => {
    expect(totalAgeWords(aged(8, 80), aged(9, 60))).toContain('▲ 20 days more than before (60 days): worse');
    expect(totalAgeWords(aged(8, 60), aged(9, 80))).toContain('▼ 20 days less than before (80 days): better');
    expect(totalAgeWords({ ...aged(1, 1), total: null })).toBe('This range has not begun.');
  });
});
