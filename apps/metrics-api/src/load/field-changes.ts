import type { FieldChange } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';

const FIELDS = {
  type: 'type',
  class_of_service: 'classOfService',
  assignee: 'assignee',
  parent: 'parent',
} as const;

export type FilterField = (typeof FIELDS)[keyof typeof FIELDS];

/** How the fields that filters look at changed, by item and in order: by field_history_item (item_id, id). */
export async function loadFieldChanges(
  snapshot: Snapshot,
  itemIds: readonly number[],
): Promise<Map<number, FieldChange<FilterField>[]>> {
  const rows = await snapshot
    .selectFrom(byIndex('field_history', 'h', 'field_history_item'))
    .select(['item_id as itemId', 'occurred_at as occurredAt', 'field', 'old_value as oldValue'])
    .where('item_id', 'in', itemIds)
    .where('field', 'in', Object.keys(FIELDS))
    .$if(snapshot.asOf !== undefined, (query) =>
      query.where('occurred_at', '<', instantValue(snapshot.asOf?.instant ?? 0)),
    )
    .orderBy('item_id')
    .orderBy('id')
    .execute();
  const named = rows.map((row) => ({ ...row, field: FIELDS[row.field as keyof typeof FIELDS] }));
  return Map.groupBy(named, ({ itemId }) => itemId);
}
