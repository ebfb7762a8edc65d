import type { FlowAnswer } from '@kanban/api';
import { expect, test } from 'vitest';
import { flowSamples } from '../sample-flow.ts';
import { usualWords } from './usual.ts';

const finished = (...counts: (readonly [throughput: number, intervals: number])[]): FlowAnswer => ({
  ...(flowSamples.flow(3) as FlowAnswer),
  histogram: counts.map(([throughput, intervals]) => ({ throughput, intervals })),
});

test('how much is usually finished: never, once, few and many intervals', () => {
  expect(usualWords(finished())).toBe('No day of this range is complete yet.');
  expect(usualWords(finished([4, 1]))).toBe('Only 1 complete day: at most 4 finished.');
  expect(usualWords(finished([0, 1], [4, 2]))).toBe('Only 3 complete days: at most 4 finished.');
  expect(usualWords(finished([0, 1], [4, 4], [5, 4], [9, 1]))).toBe(
    'In 9 of 10 days from 0 to 5 items; at most 9; none in 1 day.',
  );
  expect(usualWords(finished([3, 12]))).toBe('In 12 of 12 days 3 items; at most 3.');
  expect(usualWords(finished([1, 12]))).toBe('In 12 of 12 days 1 item; at most 1.');
});
