import type { Block, Instant } from '@kanban/domain';
import { isKnownBatch } from './as-of/known-rows.ts';
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
    .where(isKnownBatch(snapshot, 'b'))
    .execute();
  const { asOf } = snapshot;
  const known = asOf === undefined ? rows : rows.flatMap((row) => blockThen(row, asOf.instant));
  return Map.groupBy(known, ({ itemId }) => itemId);
}

/** None, if it had not begun. */
function blockThen<Row extends Block>(row: Row, instant: Instant): Row[] {
  if (row.blockedAt >= instant) return [];
  return [row.unblockedAt !== null && row.unblockedAt >= instant ? { ...row, unblockedAt: null } : row];
}
