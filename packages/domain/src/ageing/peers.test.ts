import { expect, test } from 'vitest';
import { DAY, movesBack, queuesById } from '../index.ts';
import { type BoardItem, boardItems } from '../testing/board-items.ts';
import { naivePercentile } from '../testing/naive-lead-time.ts';

// How other tools read a pace: code of these tests only, which shows that their figures can be had from the same log.

const { queues, items } = boardItems();
const byId = queuesById(queues);
const queueId = (name: string) => queues.find((queue) => queue.name === name)?.id;
const finished = items.filter(({ finishedAt, letter }) => finishedAt !== null && letter !== 'H');

/** Lighthouse, without its day more: only items that were there, at their last departure. */
function lastExit(item: BoardItem, queue: string): number[] {
  const left = item.visits.filter((visit) => visit.queueId === queueId(queue)).at(-1)?.leftAt;
  return left === null || left === undefined ? [] : [(left - (item.committedAt as number)) / DAY];
}

/** jirametrics, without its day more: the first time at or beyond the next queue; items that ever moved back are left out. */
function firstPassage(item: BoardItem, queue: string): number[] {
  if (movesBack(item.visits, byId).length > 0) return [];
  const position = queues.find(({ name }) => name === queue)?.position ?? NaN;
  const first = item.visits.find((visit) => (byId.get(visit.queueId)?.position ?? NaN) > position);
  return first ? [Math.max(0, first.enteredAt - (item.committedAt as number)) / DAY] : [];
}

test('lastExit: review has A, B and D', () => {
  const ages = finished.flatMap((item) => lastExit(item, 'review'));
  expect([50, 70, 85, 95].map((p) => naivePercentile(ages, p, 'nearest-rank'))).toEqual([8, 9, 9, 9]);
});

test('firstPassage: A, C and D passed test, by the index ⌊(n−1)·p/100⌋', () => {
  const ages = finished.flatMap((item) => firstPassage(item, 'test')).sort((a, b) => a - b);
  expect(ages).toEqual([5, 6, 12]);
  expect([50, 70, 85, 95].map((p) => ages[Math.floor(((ages.length - 1) * p) / 100)])).toEqual([6, 6, 6, 6]);
});
