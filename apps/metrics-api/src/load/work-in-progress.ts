import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Items committed and neither finished nor dropped: the open range of item_flow_finished (value_stream_id, finished_at,
 * dropped_at), so finished items cost nothing however many there are. Removed items count as dropped there.
 */
export async function loadWorkInProgress(snapshot: Snapshot, streamId: number): Promise<number> {
  const { items } = await snapshot
    .selectFrom(byIndex('item_flow', 'f', 'item_flow_finished'))
    .select(({ fn }) => fn.countAll<number>().as('items'))
    .where('value_stream_id', '=', streamId)
    .where('finished_at', 'is', null)
    .where('dropped_at', 'is', null)
    .where('committed_at', 'is not', null)
    .executeTakeFirstOrThrow();
  return items;
}
