import { describe, expect, test } from 'vitest';
import { type Kind, type Queue, queueClock, type Visit } from './index.ts';

const KINDS: Kind[] = ['backlog', 'buffer', 'active', 'dropped', 'delivered', 'completed'];
const QUEUES: Queue[] = KINDS.map((kind, id) => ({ id, name: kind, position: id, kind, wipLimit: -1 }));
const [BACKLOG, BUFFER, ACTIVE, DROPPED, DELIVERED, COMPLETED] = [0, 1, 2, 3, 4, 5];

/** A visit an entry of [instant, queue]; null = removed. The last one lasts. */
function visits(...moves: [number, number | null][]): Visit[] {
  return moves.flatMap(([enteredAt, queueId], place) =>
    queueId === null ? [] : [{ queueId, enteredAt, leftAt: moves[place + 1]?.[0] ?? null }],
  );
}

const read = queueClock(QUEUES, { startQueue: BUFFER, endQueue: DELIVERED });

describe('the clock starts the first time an item is at or beyond the start queue', () => {
  test('when the item skips it', () => {
    expect(read(visits([0, BACKLOG], [10, ACTIVE], [20, DELIVERED]))?.startedAt).toBe(10);
  });

  test('and not again when the item comes back', () => {
    expect(read(visits([0, BUFFER], [10, BACKLOG], [20, BUFFER], [30, DELIVERED]))?.startedAt).toBe(0);
  });

  test('does not run in a dropped queue at any position', () => {
    expect(read(visits([0, DROPPED], [10, BUFFER], [20, DELIVERED]))?.startedAt).toBe(10);
  });
});

describe('the clock stops at the beginning of the last unbroken stay at or beyond the end queue', () => {
  test('when the item moves on', () => {
    expect(read(visits([0, BUFFER], [10, DELIVERED], [20, COMPLETED]))?.endedAt).toBe(10);
  });

  test('when it was reopened in between', () => {
    expect(read(visits([0, BUFFER], [10, DELIVERED], [20, ACTIVE], [30, COMPLETED]))?.endedAt).toBe(30);
  });

  test('when it was removed from there', () => {
    expect(read(visits([0, BUFFER], [10, DELIVERED], [20, null]))?.endedAt).toBe(10);
    expect(read(visits([0, BUFFER], [10, DELIVERED], [20, null], [30, COMPLETED]))?.endedAt).toBe(10);
  });

  test('when it was removed from elsewhere and put back', () => {
    const untilActive = queueClock(QUEUES, { startQueue: BUFFER, endQueue: ACTIVE });
    expect(untilActive(visits([0, BUFFER], [10, ACTIVE], [20, null], [30, DELIVERED]))?.endedAt).toBe(30);
  });

  test('when it is still there, unfinished', () => {
    const untilActive = queueClock(QUEUES, { startQueue: BUFFER, endQueue: ACTIVE });
    expect(untilActive(visits([0, BUFFER], [10, ACTIVE]))?.endedAt).toBe(10);
  });

  test('and does not stop for an item that is not there', () => {
    expect(read(visits([0, BUFFER], [10, DELIVERED], [20, ACTIVE]))).toBeNull();
    expect(read([])).toBeNull();
  });
});

describe('what is refused', () => {
  test.each([
    [
      'an end before the start',
      { startQueue: ACTIVE, endQueue: BUFFER },
      'clock-queues-out-of-order',
      'endQueue',
    ],
    [
      'a queue that is not in the stream',
      { startQueue: 99, endQueue: ACTIVE },
      'unknown-clock-queue',
      'startQueue',
    ],
    ['a dropped queue', { startQueue: BUFFER, endQueue: DROPPED }, 'unknown-clock-queue', 'endQueue'],
  ])('%s', (_, clock, problem, parameter) => {
    expect(() => queueClock(QUEUES, clock)).toThrow(expect.objectContaining({ problem, parameter }));
  });
});
