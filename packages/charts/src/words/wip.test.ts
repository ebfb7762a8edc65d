import type { FlowAnswer } from '@kanban/api';
import { expect, test } from 'vitest';
import { flowSamples } from '../sample-flow.ts';
import { wipWords } from './wip.ts';

function under(wip: number, averageWip: number | null): FlowAnswer {
  const answer = flowSamples.flow(3) as FlowAnswer;
  return answer.total ? { ...answer, total: { ...answer.total, wip, averageWip, maxWip: 20 } } : answer;
}

test('how much is under way: nobody, one, three, more, fewer, unknown', () => {
  expect(wipWords(under(0, null))).toBe('No item is in progress at the end.');
  expect(wipWords(under(1, 0.5))).toBe('One item is in progress at the end, on average 0.5, at most 20.');
  expect(wipWords(under(3, 11), under(3, 10.4))).toBe(
    '3 items are in progress at the end, on average 11, at most 20; ▲ 0.6 more than before (10.4): worse.',
  );
  expect(wipWords(under(3, 10.4), under(3, 11))).toContain('▼ 0.6 less than before (11)');
  expect(wipWords({ ...under(1, 1), total: null })).toBe('This range has not begun.');
});
