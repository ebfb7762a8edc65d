import { expect, test } from 'vitest';
import { timeInQueueOf } from '../sample-flow.ts';
import { timeInQueueWords } from './time-in-queue.ts';

function worked(items: number, pooled: number | null) {
  const answer = timeInQueueOf(2);
  return { ...answer, bottleneck: null, efficiency: { ...answer.efficiency, items, pooled } };
}

test('where the time goes: nobody, one, three, many, better, worse and unknown', () => {
  expect(timeInQueueWords(worked(0, null))).toBe('No queue stands out.');
  expect(timeInQueueWords(worked(1, 1))).toBe('100 % of the time of one item was work. No queue stands out.');
  expect(timeInQueueWords(worked(3, 0.4), worked(2, 0.3))).toContain(
    '40 % of the time of 3 items was work; ▲ 10 points more than before (30 %); too few items to judge.',
  );
  expect(timeInQueueWords(worked(30, 0.4), worked(20, 0.3))).toContain('(30 %): better.');
  expect(timeInQueueWords(worked(30, 0.3), worked(20, 0.4))).toContain(
    '▼ 10 points less than before (40 %): worse.',
  );
  expect(timeInQueueWords(worked(30, 0.3), worked(0, null))).toBe(
    '30 % of the time of 30 items was work. No queue stands out.',
  );
});
