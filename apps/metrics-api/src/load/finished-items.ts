import type { Instant, Range } from '@kanban/domain';
import { withFieldsThen } from './as-of/fields-then.ts';
import { inOrderOfFinishing, loadFinishedThen, withTimesThen } from './as-of/finished-then.ts';
import { byIndex } from './by-index.ts';
import { isFinishedIn } from './finished-in.ts';
import { inChunks } from './in-chunks.ts';
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
export async function loadFinishedItems(
  snapshot: Snapshot,
  streamId: number,
  range: Pick<Range, 'from' | 'to'>,
): Promise<FinishedItemRow[]> {
  const { range: asNow, others } = await loadFinishedThen(snapshot, streamId, range);
  const rows = asNow === null ? [] : await loadStillFinished(snapshot, streamId, asNow);
  const itemIds = others.map(({ itemId }) => itemId);
  return inOrderOfFinishing(rows, await loadFinishedItemsById(snapshot, streamId, itemIds));
}

/** Those of them that are finished now. */
export function loadStillFinished(
  snapshot: Snapshot,
  streamId: number,
  range: Pick<Range, 'from' | 'to'>,
): Promise<FinishedItemRow[]> {
  return selectFinishedItems(snapshot, streamId, range)
    .orderBy('f.finished_at')
    .orderBy('f.dropped_at')
    .orderBy('f.item_id')
    .execute()
    .then((rows) => withFieldsThen(snapshot, streamId, withReadableEntry(rows)));
}

/** Some finished items, in no order: two primary keys per item. */
export async function loadFinishedItemsById(
  snapshot: Snapshot,
  streamId: number,
  itemIds: readonly number[],
): Promise<FinishedItemRow[]> {
  const found = await inChunks(itemIds, async (chunk) => {
    const rows = await selectItems(snapshot, 'PRIMARY').where('f.item_id', 'in', chunk).execute();
    return new Map(rows.map((row) => [row.itemId, row]));
  });
  const rows = await withFieldsThen(snapshot, streamId, [...found.values()]);
  return withReadableEntry(withTimesThen(rows, (await snapshot.asOf?.finishedOf(streamId))?.items ?? []));
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
