import type { Instant, Visit } from '@kanban/domain';
import { isKnownRow } from './as-of/known-rows.ts';
import type { AuditRow } from './audit-rows.ts';
import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';
import { loadVisitsOf } from './visits-of-items.ts';

export interface ItemFlowRow {
  lastAuditId: number;
  enteredAt: Instant;
  committedAt: Instant | null;
  finishedAt: Instant | null;
  droppedAt: Instant | null;
  isRemoved: number;
}

/** What an item has come to; by primary key. Undefined when it never entered a queue. */
export function loadItemFlow(snapshot: Snapshot, itemId: number): Promise<ItemFlowRow | undefined> {
  return snapshot
    .selectFrom('item_flow')
    .select([
      'last_audit_id as lastAuditId',
      'entered_at as enteredAt',
      'committed_at as committedAt',
      'finished_at as finishedAt',
      'dropped_at as droppedAt',
      'is_removed as isRemoved',
    ])
    .where('item_id', '=', itemId)
    .executeTakeFirst();
}

/** An item's visits in order. */
export async function loadItemVisits(snapshot: Snapshot, itemId: number): Promise<Visit[]> {
  return (await loadVisitsOf(snapshot, [itemId])).get(itemId) ?? [];
}

/** An item's rows of the audit log in order, by audit_log_item (item_id, id). */
export function loadItemMoves(snapshot: Snapshot, itemId: number): Promise<AuditRow[]> {
  return snapshot
    .selectFrom(byIndex('audit_log', 'a', 'audit_log_item'))
    .select([
      'id',
      'occurred_at as occurredAt',
      'reference',
      'from_queue as fromQueue',
      'to_queue as toQueue',
      'actor',
      'reason',
    ])
    .where('item_id', '=', itemId)
    .where(isKnownRow(snapshot, 'a'))
    .orderBy('id')
    .execute();
}
