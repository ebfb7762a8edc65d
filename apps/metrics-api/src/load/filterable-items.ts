import type { FilteredFields, Instant } from '@kanban/domain';
import { withFieldsThen } from './as-of/fields-then.ts';
import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';

export interface FilterableItem extends FilteredFields {
  itemId: number;
  reference: string;
  finishedAt: Instant | null;
  droppedAt: Instant | null;
}

/** What filters look at, by item: two primary keys each. */
export async function loadFilterableItems(
  snapshot: Snapshot,
  streamId: number,
  itemIds: readonly number[],
): Promise<Map<number, FilterableItem>> {
  const rows = await snapshot
    .selectFrom(byIndex('item_flow', 'f', 'PRIMARY'))
    .leftJoin(byIndex('work_items', 'w', 'PRIMARY'), 'w.id', 'f.item_id')
    .select([
      'f.item_id as itemId',
      'f.reference',
      'f.finished_at as finishedAt',
      'f.dropped_at as droppedAt',
      'w.type',
      'w.class_of_service as classOfService',
      'w.assignee',
      'w.parent',
    ])
    .where('f.item_id', 'in', itemIds)
    .execute();
  const then = await withFieldsThen(snapshot, streamId, rows);
  return new Map(then.map((row) => [row.itemId, row]));
}
