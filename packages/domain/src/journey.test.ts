import { expect, test } from 'vitest';
import { journey, type Queue } from './index.ts';

const QUEUES = [1, 2].map(
  (id): Queue => ({ id, name: `q${id}`, position: id, kind: 'active', wipLimit: -1 }),
);

test('each stay has its length, the last until now, and a step back is marked', () => {
  const visits = [
    { queueId: 1, enteredAt: 0, leftAt: 10 },
    { queueId: 2, enteredAt: 10, leftAt: 15 },
    { queueId: 1, enteredAt: 15, leftAt: 17 },
    { queueId: 1, enteredAt: 20, leftAt: null },
  ];
  expect(journey(visits, QUEUES, 50)).toEqual({
    steps: [
      { ...visits[0], durationUs: 10, movedBack: false },
      { ...visits[1], durationUs: 5, movedBack: false },
      { ...visits[2], durationUs: 2, movedBack: true },
      { ...visits[3], durationUs: 30, movedBack: false },
    ],
    totals: [
      { queueId: 1, visits: 3, durationUs: 42 },
      { queueId: 2, visits: 1, durationUs: 5 },
    ],
  });
});

test('a stay that a log ahead of the clock begins in the future has lasted no time, not less', () => {
  const visits = [{ queueId: 1, enteredAt: 100, leftAt: null }];
  expect(journey(visits, QUEUES, 50).steps[0]?.durationUs).toBe(0);
});
