import type { Instant } from './instant.ts';
import { InvalidInput } from './invalid-input.ts';
import { isFinishedKind, type Queue, type Visit } from './queue.ts';

/** A clock between any two queues of a stream, by their ids. */
export interface QueueClock {
  startQueue: number;
  endQueue: number;
}

/** What the clock shows for an item; null while it is not at or beyond the end queue, or never came to the start. */
export type ReadClock = (visits: readonly Visit[]) => { startedAt: Instant; endedAt: Instant } | null;

/**
 * A clock that starts the first time an item is at or beyond the start queue, and stops at the beginning of its last
 * unbroken stay at or beyond the end queue. Beyond means at a later position; dropped queues are not beyond any queue.
 * Where an item is: in the queue of its last visit, also when it was removed from a delivered or completed queue; removed
 * from any other queue, it is nowhere, which breaks a stay (unless put back within the same microsecond).
 * `visits` are all of an item's, in order.
 * Throws InvalidInput `unknown-clock-queue`, `clock-queues-out-of-order`.
 */
export function queueClock(queues: readonly Queue[], { startQueue, endQueue }: QueueClock): ReadClock {
  const byId = new Map(queues.map((queue) => [queue.id, queue]));
  const start = clockQueue(byId, 'startQueue', startQueue);
  const end = clockQueue(byId, 'endQueue', endQueue);
  if (start.position > end.position) {
    throw new InvalidInput({
      problem: 'clock-queues-out-of-order',
      parameter: 'endQueue',
      value: end.name,
      reason: `comes before ${start.name}`,
      allowed: 'the queue where the clock starts, or one after it',
    });
  }
  const isAtOrBeyond = (mark: Queue, visit: Visit) => {
    const queue = byId.get(visit.queueId);
    return queue !== undefined && queue.kind !== 'dropped' && queue.position >= mark.position;
  };
  const isRemoval = (visit: Visit, next: Visit | undefined) =>
    visit.leftAt !== null &&
    visit.leftAt !== next?.enteredAt &&
    !isFinishedKind(byId.get(visit.queueId)?.kind ?? 'dropped');

  return (visits) => {
    const startedAt = visits.find((visit) => isAtOrBeyond(start, visit))?.enteredAt;
    let endedAt: Instant | undefined;
    visits.forEach((visit, place) => {
      if (!isAtOrBeyond(end, visit)) endedAt = undefined;
      else endedAt ??= visit.enteredAt;
      if (isRemoval(visit, visits[place + 1])) endedAt = undefined;
    });
    return startedAt === undefined || endedAt === undefined ? null : { startedAt, endedAt };
  };
}

function clockQueue(byId: Map<number, Queue>, parameter: 'startQueue' | 'endQueue', id: number): Queue {
  const queue = byId.get(id);
  if (queue && queue.kind !== 'dropped') return queue;
  const names = [...byId.values()].filter(({ kind }) => kind !== 'dropped').map(({ name }) => name);
  throw new InvalidInput({
    problem: 'unknown-clock-queue',
    parameter,
    value: queue?.name ?? String(id),
    reason: queue ? 'is for dropped work, which no clock measures' : 'is no queue of this value stream',
    allowed: names.join(', '),
  });
}
