import type { Instant } from '@kanban/domain';
import type { History } from '@kanban/domain/testing';

const QUEUES = [
  { id: 1, name: 'todo', kind: 'backlog' },
  { id: 2, name: 'work', kind: 'active' },
  { id: 3, name: 'done', kind: 'delivered' },
] as const;

/** Items that enter, are worked on and finished: when each of the three was. No item on it has a deadline. */
export function historyOfItems(
  times: readonly { enteredAt: Instant; committedAt: Instant; finishedAt: Instant | null }[],
): History {
  const rows = times.flatMap(({ enteredAt, committedAt, finishedAt }, place) =>
    [enteredAt, committedAt, finishedAt].flatMap((occurredAt, queue) =>
      occurredAt === null ? [] : [{ occurredAt, itemId: place + 1, toQueueId: queue + 1 }],
    ),
  );
  return {
    queues: QUEUES.map((queue, position) => ({ ...queue, position, wipLimit: -1 })),
    rows: rows
      .toSorted((a, b) => a.occurredAt - b.occurredAt)
      .map((row, place) => ({ id: place + 1, ...row })),
    items: times.map((_, place) => ({
      itemId: place + 1,
      type: 'story',
      classOfService: 'standard',
      dueAt: null,
    })),
    policies: [],
    hours: [],
    holidays: [],
  };
}

/** Items finished at these instants, each an hour after it came. */
export function historyOfFinished(finishedAt: readonly Instant[]): History {
  const HOUR = 3_600_000_000;
  return historyOfItems(
    finishedAt.map((at) => ({ enteredAt: at - HOUR, committedAt: at - HOUR / 2, finishedAt: at })),
  );
}
