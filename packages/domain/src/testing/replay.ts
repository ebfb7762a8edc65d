import {
  type Instant,
  isCommittedKind,
  isFinishedKind,
  type Queue,
  type QueueCounters,
  type Visit,
} from '../index.ts';
import type { AuditRow } from './naive-fold.ts';

/** One row per item, as the projections keep it; `queueId` null = outside of any queue. */
export interface ReplayedItem {
  itemId: number;
  queueId: number | null;
  movedAt: Instant;
  enteredAt: Instant;
  committedAt: Instant | null;
  finishedAt: Instant | null;
  droppedAt: Instant | null;
  mark: Queue | null;
  visits: Visit[];
}

type Field = Exclude<keyof QueueCounters, 'queueId' | 'at'>;
type Delta = { at: Instant; queueId: number; field: Field; by: number };

/**
 * What the triggers of the database give to the domain, in one pass over the rows. Tests without a server compare
 * domain functions on this with the naive fold.
 */
export function replay(rows: readonly AuditRow[], queues: readonly Queue[]) {
  const items = new Map<number, ReplayedItem>();
  const deltas: Delta[] = [];
  for (const row of rows) {
    const before = items.get(row.itemId);
    const after = applyRow(before, row, queues);
    items.set(row.itemId, after);
    const count = (queueId: number | null | undefined, field: Field, by: number) => {
      if (typeof queueId === 'number') deltas.push({ at: row.occurredAt, queueId, field, by });
    };
    if (!before) count(after.queueId, 'entries', 1);
    if (before?.queueId !== after.queueId) {
      count(before?.queueId, 'departures', 1);
      count(after.queueId, 'arrivals', 1);
    }
    if (before) countMark(before, -1, count);
    countMark(after, 1, count);
  }
  return { items: [...items.values()], counters: (at: Instant) => countersAt(deltas, at) };
}

function applyRow(before: ReplayedItem | undefined, row: AuditRow, queues: readonly Queue[]): ReplayedItem {
  const at = row.occurredAt;
  const visits = (before?.visits ?? []).map((visit) => ({ ...visit, leftAt: visit.leftAt ?? at }));
  // The first row of an item is never a departure.
  if (row.toQueueId === null && before) {
    const stays = before.finishedAt !== null || before.droppedAt !== null;
    return stays ? { ...before, visits } : { ...before, queueId: null, droppedAt: at, visits };
  }
  const queue = queues.find(({ id }) => id === row.toQueueId) as Queue;
  const mark = before?.mark ?? null;
  return {
    itemId: row.itemId,
    queueId: queue.id,
    movedAt: at,
    enteredAt: before?.enteredAt ?? at,
    committedAt: before?.committedAt ?? (isCommittedKind(queue.kind) ? at : null),
    finishedAt: isFinishedKind(queue.kind) ? (before?.finishedAt ?? at) : null,
    droppedAt: queue.kind === 'dropped' ? (before?.droppedAt ?? at) : null,
    mark: queue.kind !== 'dropped' && queue.position > (mark?.position ?? -Infinity) ? queue : mark,
    visits: [...visits, { queueId: queue.id, enteredAt: at, leftAt: null }],
  };
}

function countMark(
  item: ReplayedItem,
  by: number,
  count: (queueId: number | null | undefined, field: Field, by: number) => void,
): void {
  count(item.mark?.id, 'marked', by);
  if (item.droppedAt !== null) count(item.mark?.id, 'markedDropped', by);
  else if (item.queueId !== item.mark?.id) count(item.queueId, 'behind', by);
}

function countersAt(deltas: readonly Delta[], at: Instant): QueueCounters[] {
  const counters = new Map<number, QueueCounters>();
  for (const delta of deltas) {
    if (delta.at >= at) continue;
    const nothing = { arrivals: 0, departures: 0, entries: 0, marked: 0, markedDropped: 0, behind: 0 };
    const counter = counters.get(delta.queueId) ?? { queueId: delta.queueId, at, ...nothing };
    counter[delta.field] += delta.by;
    counters.set(delta.queueId, counter);
  }
  return [...counters.values()];
}
