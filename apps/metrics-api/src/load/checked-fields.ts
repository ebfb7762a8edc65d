import type { Instant } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
import { sql } from 'kysely';
import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';

export interface CheckedFieldsRow {
  itemId: number;
  reference: string;
  /** Null: deleted for good. */
  workItemId: number | null;
  parentId: number | null;
  /** The last change of a field before the instant. */
  changedAt: Instant | null;
}

/** What the checks of data quality ask of some items beside their log: by primary keys and the end of field_history_item. */
export async function loadCheckedFields(
  snapshot: Snapshot,
  itemIds: readonly number[],
  before: Instant,
): Promise<Map<number, CheckedFieldsRow>> {
  const rows = await snapshot
    .selectFrom(byIndex('item_flow', 'f', 'PRIMARY'))
    .leftJoin(byIndex('work_items', 'w', 'PRIMARY'), 'w.id', 'f.item_id')
    .leftJoin(byIndex('work_items', 'p', 'work_items_reference'), 'p.reference', 'w.parent')
    .select([
      'f.item_id as itemId',
      'f.reference',
      'w.id as workItemId',
      'p.id as parentId',
      sql<Instant | null>`(SELECT h.occurred_at FROM field_history h FORCE INDEX (field_history_item)
        WHERE h.item_id = f.item_id AND h.occurred_at < ${instantValue(before)} ORDER BY h.item_id DESC, h.id DESC LIMIT 1)`.as(
        'changedAt',
      ),
    ])
    .where('f.item_id', 'in', itemIds)
    .execute();
  return new Map(rows.map((row) => [row.itemId, row]));
}
