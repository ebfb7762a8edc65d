import type { Instant } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
import { sql } from 'kysely';
import { isKnownBatch } from './as-of/known-rows.ts';
import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';

/** When and why an item was blocked, in order: by blocked_intervals_item (item_id, id). */
export async function loadItemBlocks(snapshot: Snapshot, itemId: number) {
  const until = snapshot.asOf?.instant;
  const rows = await snapshot
    .selectFrom(byIndex('blocked_intervals', 'b', 'blocked_intervals_item'))
    .select([
      'reason',
      'blocked_at as blockedAt',
      'blocked_by as blockedBy',
      'unblocked_at as unblockedAt',
      'unblocked_by as unblockedBy',
    ])
    .where('item_id', '=', itemId)
    .where(isKnownBatch(snapshot, 'b'))
    .$if(until !== undefined, (query) => query.where('blocked_at', '<', instantValue(until ?? 0)))
    .orderBy('blocked_at')
    .orderBy('id')
    .execute();
  return rows.map((row) =>
    until !== undefined && row.unblockedAt !== null && row.unblockedAt >= until
      ? { ...row, unblockedAt: null, unblockedBy: null }
      : row,
  );
}

/** What was changed of an item, in order: by field_history_item (item_id, id). */
export function loadItemChanges(snapshot: Snapshot, itemId: number) {
  return snapshot
    .selectFrom(byIndex('field_history', 'h', 'field_history_item'))
    .select(['occurred_at as at', 'field', 'old_value as from', 'new_value as to', 'actor', 'reason'])
    .where('item_id', '=', itemId)
    .$if(snapshot.asOf !== undefined, (query) =>
      query.where('occurred_at', '<', instantValue(snapshot.asOf?.instant ?? 0)),
    )
    .orderBy('id')
    .execute();
}

/** By comments_item (reference, id). */
export function loadItemComments(snapshot: Snapshot, reference: string) {
  return snapshot
    .selectFrom(byIndex('comments', 'c', 'comments_item'))
    .select(['body', 'created_at as createdAt', 'created_by as createdBy', 'updated_at as updatedAt'])
    .where('reference', '=', reference)
    .orderBy('id')
    .execute();
}

/** By checklist_items_item (reference, checklist, position). */
export function loadItemChecklists(snapshot: Snapshot, reference: string) {
  return snapshot
    .selectFrom(byIndex('checklist_items', 'c', 'checklist_items_item'))
    .select(['checklist', 'label', 'is_done as isDone', 'done_at as doneAt', 'done_by as doneBy'])
    .where('reference', '=', reference)
    .orderBy('checklist')
    .orderBy('position')
    .orderBy('id')
    .execute();
}

/** By attachments_item (reference, id). */
export function loadItemAttachments(snapshot: Snapshot, reference: string) {
  return snapshot
    .selectFrom(byIndex('attachments', 'a', 'attachments_item'))
    .select(['name', 'address', 'created_at as createdAt', 'created_by as createdBy'])
    .where('reference', '=', reference)
    .orderBy('id')
    .execute();
}

export interface ItemLink {
  kind: 'waitsFor' | 'isPartOf';
  from: string;
  to: string;
}

/** More than a picture can hold. */
const MOST_LINKS = 200;

/**
 * What an item waits for and what waits for it, at any depth; what it is a part of, at any depth, and its own parts. By the primary
 * key and dependencies_depends_on, and by work_items_reference and work_items_parent.
 */
export async function loadItemLinks(snapshot: Snapshot, reference: string): Promise<ItemLink[]> {
  const { rows } = await sql<ItemLink>`
    WITH RECURSIVE before_it (reference, depends_on) AS (
      SELECT reference, depends_on FROM dependencies WHERE reference = ${reference}
      UNION DISTINCT
      SELECT d.reference, d.depends_on FROM before_it b JOIN dependencies d ON d.reference = b.depends_on
    ), behind_it (reference, depends_on) AS (
      SELECT reference, depends_on FROM dependencies WHERE depends_on = ${reference}
      UNION DISTINCT
      SELECT d.reference, d.depends_on FROM behind_it b JOIN dependencies d ON d.depends_on = b.reference
    ), above_it (reference, parent) AS (
      SELECT reference, parent FROM work_items WHERE reference = ${reference} AND parent IS NOT NULL
      UNION DISTINCT
      SELECT w.reference, w.parent FROM above_it a JOIN work_items w ON w.reference = a.parent
      WHERE w.parent IS NOT NULL
    )
    SELECT 'waitsFor' AS kind, reference AS \`from\`, depends_on AS \`to\` FROM before_it
    UNION DISTINCT SELECT 'waitsFor', reference, depends_on FROM behind_it
    UNION DISTINCT SELECT 'isPartOf', reference, parent FROM above_it
    UNION DISTINCT SELECT 'isPartOf', reference, parent FROM work_items WHERE parent = ${reference}
    ORDER BY 1, 2, 3 LIMIT ${MOST_LINKS}`.execute(snapshot);
  return rows;
}

export interface RelatedItem {
  reference: string;
  shortDesc: string;
  valueStream: string;
  queue: string | null;
  finishedAt: Instant | null;
}

/** What some items are called, where they are, and whether they are finished: by work_items_reference and primary keys. */
export async function loadRelatedItems(
  snapshot: Snapshot,
  references: readonly string[],
): Promise<RelatedItem[]> {
  if (references.length === 0) return [];
  return snapshot
    .selectFrom(byIndex('work_items', 'w', 'work_items_reference'))
    .leftJoin('queues as q', 'q.reference', 'w.reference')
    .leftJoin(byIndex('item_flow', 'f', 'PRIMARY'), 'f.item_id', 'w.id')
    .select([
      'w.reference',
      'w.short_desc as shortDesc',
      'w.value_stream as valueStream',
      'q.queue_name as queue',
      'f.finished_at as finishedAt',
    ])
    .where('w.reference', 'in', references)
    .orderBy('w.reference')
    .execute();
}
