import type { Range, Visit } from '@kanban/domain';
import { byIndex } from './by-index.ts';
import { isFinishedIn } from './finished-in.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * All visits of the items finished in a range (half open), by item and in order: the same range of item_flow_finished as
 * `loadFinishedItems`, then visits_item (item_id, entry_audit_id), which has them in order already.
 */
export async function loadVisitsOfFinished(
  snapshot: Snapshot,
  streamId: number,
  range: Pick<Range, 'from' | 'to'>,
): Promise<Map<number, Visit[]>> {
  const rows = await snapshot
    .selectFrom(byIndex('item_flow', 'f', 'item_flow_finished'))
    .innerJoin(byIndex('visits', 'v', 'visits_item'), 'v.item_id', 'f.item_id')
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
