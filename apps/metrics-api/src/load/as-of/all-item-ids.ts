import { instantValue } from '@kanban/schema';
import { byIndex } from '../by-index.ts';
import type { Snapshot } from '../snapshot.ts';

/** Every item that entered a stream before the instant of `asOf`, by item: from item_flow_finished alone. */
export async function loadAllItemIds(snapshot: Snapshot, streamId: number): Promise<number[]> {
  const { asOf } = snapshot;
  const rows = await snapshot
    .selectFrom(byIndex('item_flow', 'f', 'item_flow_finished'))
    .select('f.item_id as itemId')
    .where('f.value_stream_id', '=', streamId)
    .$if(asOf !== undefined, (query) => query.where('f.entered_at', '<', instantValue(asOf?.instant ?? 0)))
    .orderBy('f.item_id')
    .execute();
  return rows.map(({ itemId }) => itemId);
}
