import { expect, test } from 'vitest';
import { type Kind, type LocatedItem, type Queue, queueRoom, queuesNow } from './index.ts';

const queue = (id: number, kind: Kind, wipLimit: number): Queue => ({
  id,
  name: kind,
  position: id,
  kind,
  wipLimit,
});
const item = (queueId: number, movedAt: number, committedAt: number | null): LocatedItem => ({
  queueId,
  movedAt,
  enteredAt: 0,
  committedAt,
});

test('room is what the limit leaves, never below 0, and unknown without a limit', () => {
  const queues = [
    queue(1, 'backlog', -1),
    queue(2, 'buffer', 2),
    queue(3, 'active', 1),
    queue(4, 'active', 0),
  ];
  const answer = queuesNow(queues, [item(2, 1, 1), item(3, 1, 1), item(3, 2, 1)], 10);
  expect(answer.queues.map(({ freeSlots, overloaded }) => [freeSlots, overloaded])).toEqual([
    [null, false],
    [1, false],
    [0, true],
    [0, false],
  ]);
});

test('items are sorted by time in the queue, the longest first, each with its ages', () => {
  const [active] = queuesNow([queue(1, 'active', -1)], [item(1, 8, 5), item(1, 6, null)], 10).queues;
  expect(active?.items.map(({ item: _, ...ages }) => ages)).toEqual([
    { ageUs: null, timeInStreamUs: 10, timeInQueueUs: 4 },
    { ageUs: 5, timeInStreamUs: 10, timeInQueueUs: 2 },
  ]);
});

test('work in progress is committed work, also when it was moved back to the backlog', () => {
  const queues = [
    queue(1, 'backlog', -1),
    queue(2, 'active', -1),
    queue(3, 'delivered', -1),
    queue(4, 'dropped', -1),
  ];
  const items = [item(1, 1, null), item(1, 1, 1), item(2, 1, 1), item(3, 1, 1), item(4, 1, 1)];
  expect(queuesNow(queues, items, 10).workInProgress).toBe(2);
});

test.each([
  { wipLimit: -1, holds: 99, freeSlots: null, full: false, overloaded: false },
  { wipLimit: 3, holds: 0, freeSlots: 3, full: false, overloaded: false },
  { wipLimit: 3, holds: 2, freeSlots: 1, full: false, overloaded: false },
  { wipLimit: 3, holds: 3, freeSlots: 0, full: true, overloaded: false },
  { wipLimit: 3, holds: 4, freeSlots: 0, full: true, overloaded: true },
  { wipLimit: 0, holds: 0, freeSlots: 0, full: true, overloaded: false },
])(
  'a queue of limit $wipLimit that holds $holds: full at its limit, overloaded only beyond it',
  (expected) => {
    const { wipLimit, holds, ...room } = expected;
    expect(queueRoom(wipLimit, holds)).toEqual(room);
  },
);
