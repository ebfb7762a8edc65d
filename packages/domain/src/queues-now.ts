import type { DurationUs, Instant } from './instant.ts';
import { isFinishedKind, type Queue } from './queue.ts';

/** An item that is in a queue now. */
export interface LocatedItem {
  queueId: number;
  /** When it came into that queue. */
  movedAt: Instant;
  enteredAt: Instant;
  committedAt: Instant | null;
}

export interface AgeingItem<Item> {
  item: Item;
  /** Since it was committed to; null until then. Work Item Age of The Kanban Guide. */
  ageUs: DurationUs | null;
  /** Since it entered the stream. */
  timeInStreamUs: DurationUs;
  timeInQueueUs: DurationUs;
}

/** The room that the limit of a queue leaves. */
export interface QueueRoom {
  /** Room up to the limit, never negative; null when there is no limit. */
  freeSlots: number | null;
  /** Nothing more may enter. */
  full: boolean;
  /** More items than the limit allows: it was lowered, or is only observed. */
  overloaded: boolean;
}

export interface QueueNow<Item> extends QueueRoom {
  queue: Queue;
  /** Longest in the queue first. */
  items: AgeingItem<Item>[];
}

export interface QueuesNow<Item> {
  /** In the order given. */
  queues: QueueNow<Item>[];
  /** Committed, and neither finished nor dropped. An item moved back to a backlog stays committed. */
  workInProgress: number;
}

/** The free slots of a queue, from its limit (-1: none) and the number of its items. */
export function queueRoom(wipLimit: number, itemCount: number): QueueRoom {
  if (wipLimit < 0) return { freeSlots: null, full: false, overloaded: false };
  return {
    freeSlots: Math.max(0, wipLimit - itemCount),
    full: itemCount >= wipLimit,
    overloaded: itemCount > wipLimit,
  };
}

/** The items in each queue, with its limit and their ages. Items in other queues do not count. */
export function queuesNow<Item extends LocatedItem>(
  queues: readonly Queue[],
  items: readonly Item[],
  now: Instant,
): QueuesNow<Item> {
  const byQueue = Map.groupBy(items, (item) => item.queueId);
  const answer = queues.map((queue) => queueNow(queue, byQueue.get(queue.id) ?? [], now));
  const workInProgress = answer
    .filter(({ queue }) => queue.kind !== 'dropped' && !isFinishedKind(queue.kind))
    .flatMap((queue) => queue.items)
    .filter(({ item }) => item.committedAt !== null).length;
  return { queues: answer, workInProgress };
}

function queueNow<Item extends LocatedItem>(
  queue: Queue,
  items: readonly Item[],
  now: Instant,
): QueueNow<Item> {
  // A log that was imported may be ahead of the clock.
  const since = (at: Instant) => Math.max(0, now - at);
  return {
    queue,
    ...queueRoom(queue.wipLimit, items.length),
    items: items
      .map((item) => ({
        item,
        ageUs: item.committedAt === null ? null : since(item.committedAt),
        timeInStreamUs: since(item.enteredAt),
        timeInQueueUs: since(item.movedAt),
      }))
      .sort((a, b) => b.timeInQueueUs - a.timeInQueueUs),
  };
}
