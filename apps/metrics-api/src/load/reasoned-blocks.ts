import type { Instant } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
import { isKnownBatch } from './as-of/known-rows.ts';
import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';

export interface ReasonedBlockRow {
  id: number;
  reason: string;
  blockedAt: Instant;
  unblockedAt: Instant | null;
  blockedBy: string;
  unblockedBy: string | null;
}

/** When and why some items were blocked, as it was known at an instant, by item: by blocked_intervals_item (item_id, id). */
export async function loadReasonedBlocksOf(
  snapshot: Snapshot,
  itemIds: readonly number[],
  at: Instant,
): Promise<Map<number, ReasonedBlockRow[]>> {
  const rows = await snapshot
    .selectFrom(byIndex('blocked_intervals', 'b', 'blocked_intervals_item'))
    .select([
      'id',
      'item_id as itemId',
      'reason',
      'blocked_at as blockedAt',
      'unblocked_at as unblockedAt',
      'blocked_by as blockedBy',
      'unblocked_by as unblockedBy',
    ])
    .where('item_id', 'in', itemIds)
    .where('blocked_at', '<', instantValue(at))
    .where(isKnownBatch(snapshot, 'b'))
    .orderBy('item_id')
    .orderBy('id')
    .execute();
  const known = rows.map((row) =>
    row.unblockedAt !== null && row.unblockedAt < at ? row : { ...row, unblockedAt: null, unblockedBy: null },
  );
  return Map.groupBy(known, ({ itemId }) => itemId);
}
