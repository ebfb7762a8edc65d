import type { TimeInQueueAnswer } from '@kanban/api';
import { expect, test } from 'vitest';
import { flowSamples } from '../sample-flow.ts';
import { queueTimesWords } from './queue-times.ts';

const DAY = 86_400_000;

function stays(...queues: (readonly [name: string, items: number, medianDays: number])[]): TimeInQueueAnswer {
  const answer = flowSamples.timeInQueue(1) as TimeInQueueAnswer;
  const [sample] = answer.queues;
  if (!sample) throw new Error('The sample has no queue.');
  const rank = (percentile: number, days: number) => ({
    percentile,
    totalMs: days * DAY,
    shareAtOrUnder: null,
    sampleSize: 1,
    isMaximum: null,
  });
  return {
    ...answer,
    queues: queues.map(([queue, items, days]) => ({
      ...sample,
      queue,
      items,
      percentiles: [rank(50, days), rank(85, days + 5)],
    })),
  };
}

test('where items are longest: nobody, one, three, many', () => {
  expect(queueTimesWords(stays(['a', 0, 0]))).toBe('No item was in any queue.');
  expect(queueTimesWords(stays(['a', 1, 2]))).toBe('One item was in a, for 2 days.');
  expect(queueTimesWords(stays(['a', 3, 2], ['b', 3, 4]))).toBe(
    'Longest in b: half of 3 items for at most 4 days.',
  );
  expect(queueTimesWords(stays(['a', 40, 4]))).toBe(
    'Longest in a: half of 40 items for at most 4 days, 85 of 100 for at most 9 days.',
  );
});
