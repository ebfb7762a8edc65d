import type { Visit } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
import { isKnownRow } from './as-of/known-rows.ts';
import type { AsOf } from './as-of/undone.ts';
import { visitsOfRows } from './as-of/visits-of-rows.ts';
import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';

/** All visits of some items, by item and in order, which is that of the primary key (item_id, entry_audit_id). */
export async function loadVisitsOf(
  snapshot: Snapshot,
  itemIds: readonly number[],
): Promise<Map<number, Visit[]>> {
  const { asOf } = snapshot;
  if (asOf !== undefined && asOf.lateBatches.length > 0) return loadVisitsOfKnownRows(snapshot, itemIds);
  const rows = await snapshot
    .selectFrom(byIndex('visits', 'v', 'PRIMARY'))
    .select(['item_id as itemId', 'queue_id as queueId', 'entered_at as enteredAt', 'left_at as leftAt'])
    .where('item_id', 'in', itemIds)
    .$if(asOf !== undefined, (query) => query.where('entered_at', '<', instantValue((asOf as AsOf).instant)))
    .orderBy('item_id')
    .orderBy('entry_audit_id')
    .execute();
  const known = asOf === undefined ? rows : rows.map((row) => openThen(row, asOf));
  return Map.groupBy(known, ({ itemId }) => itemId);
}

function openThen<Row extends Visit>(row: Row, { instant }: AsOf): Row {
  return row.leftAt !== null && row.leftAt >= instant ? { ...row, leftAt: null } : row;
}

/** Without what an import brought since: visits do not say what brought them, and its rows may have ended one. */
async function loadVisitsOfKnownRows(snapshot: Snapshot, itemIds: readonly number[]) {
  const rows = await snapshot
    .selectFrom(byIndex('audit_log', 'a', 'audit_log_item'))
    .select(['a.item_id as itemId', 'a.occurred_at as occurredAt', 'a.to_queue_id as toQueueId'])
    .where('a.item_id', 'in', itemIds)
    .where(isKnownRow(snapshot, 'a'))
    .orderBy('a.item_id')
    .orderBy('a.id')
    .execute();
  return visitsOfRows(rows);
}
