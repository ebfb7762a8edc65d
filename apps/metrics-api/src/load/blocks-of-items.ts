import type { Block } from '@kanban/domain';
import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';

/** When some items were blocked, by item: by blocked_intervals_item (item_id, id). */
export async function loadBlocksOf(
  snapshot: Snapshot,
  itemIds: readonly number[],
): Promise<Map<number, Block[]>> {
  const rows = await snapshot
    .selectFrom(byIndex('blocked_intervals', 'b', 'blocked_intervals_item'))
    .select(['item_id as itemId', 'blocked_at as blockedAt', 'unblocked_at as unblockedAt'])
    .where('item_id', 'in', itemIds)
    .execute();
  return Map.groupBy(rows, ({ itemId }) => itemId);
}
