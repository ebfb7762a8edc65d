import type { CheckedRow, Instant } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
import { isKnownRow } from './as-of/known-rows.ts';
import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';

/** All rows of some items before an instant, by item, as the checks of data quality read them: by audit_log_item (item_id, id). */
export async function loadCheckedRows(
  snapshot: Snapshot,
  itemIds: readonly number[],
  before: Instant,
): Promise<Map<number, CheckedRow[]>> {
  const rows = await snapshot
    .selectFrom(byIndex('audit_log', 'a', 'audit_log_item'))
    .select([
      'a.id as auditId',
      'a.occurred_at as occurredAt',
      'a.item_id as itemId',
      'a.from_queue as fromQueue',
      'a.from_queue_id as fromQueueId',
      'a.to_queue as toQueue',
      'a.to_queue_id as toQueueId',
      'a.actor',
      'a.source',
      'a.rule_notes as notes',
    ])
    .where('a.item_id', 'in', itemIds)
    .where('a.occurred_at', '<', instantValue(before))
    .where(isKnownRow(snapshot, 'a'))
    .orderBy('a.item_id')
    .orderBy('a.id')
    .execute();
  const checked = rows.map(
    ({ source, notes, ...row }): CheckedRow => ({
      ...row,
      isImported: source === 'import',
      notes: notes === null || notes === '' ? [] : notes.split(','),
    }),
  );
  return Map.groupBy(checked, ({ itemId }) => itemId);
}
