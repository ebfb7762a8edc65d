import type { Visit } from '@kanban/domain';
import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';

/** All visits of some items, by item and in order, which is that of visits_item (item_id, entry_audit_id). */
export async function loadVisitsOf(
  snapshot: Snapshot,
  itemIds: readonly number[],
): Promise<Map<number, Visit[]>> {
  const rows = await snapshot
    .selectFrom(byIndex('visits', 'v', 'visits_item'))
    .select(['item_id as itemId', 'queue_id as queueId', 'entered_at as enteredAt', 'left_at as leftAt'])
    .where('item_id', 'in', itemIds)
    .orderBy('item_id')
    .orderBy('entry_audit_id')
    .execute();
  return Map.groupBy(rows, ({ itemId }) => itemId);
}
