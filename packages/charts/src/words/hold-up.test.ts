import { expect, test } from 'vitest';
import { timeInQueueOf } from '../sample-flow.ts';
import { holdUpWords } from './hold-up.ts';

const held = (heldShare: number | null, waitShare: number | null) => ({
  bottleneck: 'analysis',
  queues: timeInQueueOf(2).queues.map((queue, n) =>
    n === 0 ? { ...queue, queue: 'analysis', heldShare, waitShare } : queue,
  ),
});

test('what holds up the most says how much, and how much of it waited before the queue: none, some, unknown', () => {
  expect(holdUpWords({ queues: [], bottleneck: null })).toBe('No queue stands out.');
  expect(holdUpWords(held(0.25, 0))).toBe('“analysis” holds up the most: 25 % of the time.');
  expect(holdUpWords(held(0.5, 0.75))).toBe(
    '“analysis” holds up the most: 50 % of the time, 75 % of that in waiting before it.',
  );
  expect(holdUpWords(held(null, null))).toBe('“analysis” holds up the most.');
});
