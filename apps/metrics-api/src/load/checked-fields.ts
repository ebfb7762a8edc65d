import type { Instant } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
import { sql } from 'kysely';
import { loadIdsOf } from './as-of/ids-of-references.ts';
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
  streamId: number,
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
  const then = await snapshot.asOf?.fieldsOf(streamId);
  const parents = rows.flatMap(({ itemId }) => {
    const parent = then?.get(itemId)?.fields.parent;
    return typeof parent === 'string' ? [parent] : [];
  });
  const ids = parents.length === 0 ? new Map<string, number>() : await loadIdsOf(snapshot, parents);
  const known = rows.map((row) => {
    const was = then?.get(row.itemId);
    if (was === undefined) return row;
    const parentId = 'parent' in was.fields ? (ids.get(String(was.fields.parent)) ?? null) : row.parentId;
    return { ...row, parentId, workItemId: was.isGone ? row.itemId : row.workItemId };
  });
  return new Map(known.map((row) => [row.itemId, row]));
}
