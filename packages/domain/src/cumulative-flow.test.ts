import { describe, expect, test } from 'vitest';
import { cumulativeFlow, flowInstants, type Queue } from './index.ts';
import type { AuditRow } from './testing/naive-fold.ts';
import { replay } from './testing/replay.ts';

const queue = (id: number, kind: Queue['kind']): Queue => ({
  id,
  name: kind,
  position: id,
  kind,
  wipLimit: -1,
});
// Given out of order, and with the dropped queue in the middle of the flow.
const QUEUES = [queue(3, 'dropped'), queue(4, 'delivered'), queue(1, 'backlog'), queue(2, 'active')];

function flow(policy: 'occupancy' | 'highWater', at: number, ...moves: [number, number, number | null][]) {
  const rows = moves.map(
    ([occurredAt, itemId, toQueueId], n): AuditRow => ({ id: n + 1, occurredAt, itemId, toQueueId }),
  );
  const [point] = cumulativeFlow(QUEUES, [at], replay(rows, QUEUES).counters(at), policy);
  return point;
}

describe('when an item moves back', () => {
  const moves: [number, number, number | null][] = [
    [10, 1, 1],
    [20, 1, 2],
    [30, 1, 4],
    [40, 1, 2],
  ];

  test('occupancy says where it is, so a line dips', () => {
    expect(flow('occupancy', 50, ...moves)).toEqual({
      at: 50,
      arrivals: 1,
      finished: 0,
      dropped: 0,
      corrections: 0,
      queues: [
        { queueId: 1, items: 0, atOrBeyond: 1 },
        { queueId: 2, items: 1, atOrBeyond: 1 },
        { queueId: 4, items: 0, atOrBeyond: 0 },
      ],
    });
  });

  test('highWater says how far it came and reports the difference, but not as finished', () => {
    expect(flow('highWater', 50, ...moves)).toEqual({
      at: 50,
      arrivals: 1,
      finished: 0,
      dropped: 0,
      corrections: 1,
      queues: [
        { queueId: 1, items: 0, atOrBeyond: 1 },
        { queueId: 2, items: 0, atOrBeyond: 1 },
        { queueId: 4, items: 1, atOrBeyond: 1 },
      ],
    });
  });
});

test('a point is the state before its instant: what happens at it belongs to the next', () => {
  expect(flow('occupancy', 10, [10, 1, 1])?.arrivals).toBe(0);
  expect(flow('occupancy', 11, [10, 1, 1])?.arrivals).toBe(1);
});

test('an item that was only in a dropped queue counts as an arrival and as dropped', () => {
  for (const policy of ['occupancy', 'highWater'] as const) {
    expect(flow(policy, 20, [10, 1, 3])).toMatchObject({ arrivals: 1, dropped: 1 });
  }
});

test('a removed item counts as dropped, unless it was finished', () => {
  expect(flow('occupancy', 30, [10, 1, 2], [20, 1, null])).toMatchObject({ finished: 0, dropped: 1 });
  expect(flow('occupancy', 30, [10, 1, 4], [20, 1, null])).toMatchObject({ finished: 1, dropped: 0 });
});

test('a stream without history is empty, not missing', () => {
  expect(flow('highWater', 10)).toMatchObject({
    arrivals: 0,
    queues: [{ items: 0 }, { items: 0 }, { items: 0 }],
  });
});

test('the current interval ends now, and one that has not begun is left out', () => {
  const interval = (start: number) => ({ start, end: start + 10, label: '', partial: false });
  expect(flowInstants([interval(0), interval(10), interval(20)], 15)).toEqual([10, 15]);
  expect(flowInstants([interval(0), interval(10)], 10)).toEqual([10]);
});

test('no queue ever holds less than 0 items, in any order of an imported log', () => {
  const nothing = { entries: 0, marked: 0, markedDropped: 0, behind: 0 };
  const counters = [{ queueId: 1, at: 50, arrivals: 0, departures: 1, ...nothing }];
  const [point] = cumulativeFlow(QUEUES, [50], counters, 'occupancy');
  expect(point?.queues.map(({ items, atOrBeyond }) => [items, atOrBeyond])).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
});
