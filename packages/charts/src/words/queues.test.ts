import { describe, expect, test } from 'vitest';
import { queuesOf } from '../sample-answers.ts';
import { queuesWords } from './queues.ts';

function boardOf(...queues: readonly (readonly [count: number, limit: number])[]) {
  const [sample] = queuesOf(1).queues;
  if (!sample) throw new Error('The sample has no queue.');
  return {
    ...queuesOf(1),
    queues: queues.map(([currentWip, wipLimit], n) => ({
      ...sample,
      name: `q${n + 1}`,
      currentWip,
      wipLimit,
      isFull: wipLimit >= 0 && currentWip >= wipLimit,
      isOverloaded: wipLimit >= 0 && currentWip > wipLimit,
    })),
  };
}

describe('which queue is full, in words', () => {
  test('none with a limit, one, three with room', () => {
    expect(queuesWords(boardOf([9, -1]))).toBe('No queue has a limit.');
    expect(queuesWords(boardOf([1, 2], [9, -1]))).toBe('The one queue with a limit has room.');
    expect(queuesWords(boardOf([1, 2], [1, 2], [1, 2]))).toBe('All 3 queues with a limit have room.');
  });

  test('worse: over the limit before full, many of them cut', () => {
    expect(queuesWords(boardOf([2, 2], [3, 2], [0, 2]))).toBe(
      'Over the limit: q2 (3 of 2). Full: q1 (2 of 2).',
    );
    const many = Array.from({ length: 8 }, () => [1, 1] as const);
    expect(queuesWords(boardOf(...many))).toMatch(/q5 \(1 of 1\) and 3 more\.$/);
  });
});
