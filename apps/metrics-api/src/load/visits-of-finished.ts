import type { Span, Visit } from '@kanban/domain';
import { byIndex } from './by-index.ts';
import { isFinishedIn } from './finished-in.ts';
import { inChunks } from './in-chunks.ts';
import type { Snapshot } from './snapshot.ts';
import { loadVisitsOf } from './visits-of-items.ts';

/**
 * All visits of the items of a stream finished in a range, by item and in order: a range of item_flow_finished, then the primary key
 * (item_id, entry_audit_id). Of many items that is cheaper than to name each of them, which is done as of an instant.
 */
export async function loadVisitsOfFinished(
  snapshot: Snapshot,
  streamId: number,
  range: Span,
  itemIds: readonly number[],
): Promise<Map<number, Visit[]>> {
  if (snapshot.asOf !== undefined) return inChunks(itemIds, (chunk) => loadVisitsOf(snapshot, chunk));
  const rows = await snapshot
    .selectFrom(byIndex('item_flow', 'f', 'item_flow_finished'))
    .innerJoin(byIndex('visits', 'v', 'PRIMARY'), 'v.item_id', 'f.item_id')
    .select([
      'v.item_id as itemId',
      'v.queue_id as queueId',
      'v.entered_at as enteredAt',
      'v.left_at as leftAt',
    ])
    .where('f.value_stream_id', '=', streamId)
    .where(isFinishedIn(range))
    .orderBy('v.item_id')
    .orderBy('v.entry_audit_id')
    .execute();
  return Map.groupBy(rows, (row) => row.itemId);
}
