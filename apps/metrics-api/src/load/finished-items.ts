import type { Instant, Range } from '@kanban/domain';
import { byIndex } from './by-index.ts';
import { isFinishedIn } from './finished-in.ts';
import { withReadableEntry } from './readable.ts';
import type { Snapshot } from './snapshot.ts';

export interface FinishedItemRow {
  itemId: number;
  reference: string;
  /** Null, as the five below, when the work item was deleted since. */
  shortDesc: string | null;
  type: string | null;
  classOfService: string | null;
  assignee: string | null;
  parent: string | null;
  priority: number | null;
  dueAt: Instant | null;
  enteredAt: Instant;
  committedAt: Instant | null;
  finishedAt: Instant;
}

/** Items finished in a range (half open), in the order of finishing. */
export function loadFinishedItems(
  snapshot: Snapshot,
  streamId: number,
  range: Pick<Range, 'from' | 'to'>,
): Promise<FinishedItemRow[]> {
  return selectFinishedItems(snapshot, streamId, range)
    .orderBy('f.finished_at')
    .orderBy('f.dropped_at')
    .orderBy('f.item_id')
    .execute()
    .then(withReadableEntry);
}

/** Some finished items, in no order: two primary keys per item. */
export function loadFinishedItemsById(
  snapshot: Snapshot,
  itemIds: readonly number[],
): Promise<FinishedItemRow[]> {
  if (itemIds.length === 0) return Promise.resolve([]);
  return selectItems(snapshot, 'PRIMARY').where('f.item_id', 'in', itemIds).execute();
}

/**
 * Items finished in a range (half open): a range of item_flow_finished (value_stream_id, finished_at, …), then a primary key per
 * item. The caller orders it.
 */
export function selectFinishedItems(snapshot: Snapshot, streamId: number, range: Pick<Range, 'from' | 'to'>) {
  return selectItems(snapshot, 'item_flow_finished')
    .where('f.value_stream_id', '=', streamId)
    .where(isFinishedIn(range));
}

function selectItems(snapshot: Snapshot, index: 'item_flow_finished' | 'PRIMARY') {
  return snapshot
    .selectFrom(byIndex('item_flow', 'f', index))
    .leftJoin(byIndex('work_items', 'w', 'PRIMARY'), 'w.id', 'f.item_id')
    .select([
      'f.item_id as itemId',
      'f.reference',
      'w.short_desc as shortDesc',
      'w.type',
      'w.class_of_service as classOfService',
      'w.assignee',
      'w.parent',
      'w.priority',
      'w.date_due as dueAt',
      'f.entered_at as enteredAt',
      'f.committed_at as committedAt',
      'f.finished_at as finishedAt',
    ])
    .$narrowType<{ finishedAt: Instant }>();
}
