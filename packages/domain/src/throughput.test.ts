import { expect, test } from 'vitest';
import { throughput } from './index.ts';

const interval = (start: number) => ({ start, end: start + 10, label: '', partial: false });

test('intervals without a finish have zero, and the current one is marked', () => {
  const answer = throughput([0, 29, 9, 30, -1], [interval(0), interval(10), interval(20)], 25);
  expect(answer.map(({ finished, complete }) => [finished, complete])).toEqual([
    [2, true],
    [0, true],
    [1, false],
  ]);
});
