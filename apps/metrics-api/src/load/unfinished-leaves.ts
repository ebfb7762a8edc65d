import type { FilteredFields } from '@kanban/domain';
import { sql } from 'kysely';
import type { Snapshot } from './snapshot.ts';

export interface LeafRow extends FilteredFields {
  itemId: number;
  finishedAt: null;
}

/**
 * The items of a stream below a parent, at any depth, that have no parts and are not finished; items that never entered a queue are
 * among them. Like item_parts, it leaves out dropped or deleted items with everything below them. By work_items_parent and primary keys.
 */
export async function loadUnfinishedLeaves(
  snapshot: Snapshot,
  stream: string,
  parent: string,
): Promise<LeafRow[]> {
  const { rows } = await sql<Omit<LeafRow, 'finishedAt'>>`
    WITH RECURSIVE parts (id, reference, type, class_of_service, assignee, parent, value_stream, finished_at) AS (
      SELECT w.id, w.reference, w.type, w.class_of_service, w.assignee, w.parent, w.value_stream, f.finished_at
      FROM work_items w LEFT JOIN item_flow f ON f.item_id = w.id
      WHERE w.parent = ${parent} AND w.deleted_at IS NULL AND f.dropped_at IS NULL
      UNION ALL
      SELECT w.id, w.reference, w.type, w.class_of_service, w.assignee, w.parent, w.value_stream, f.finished_at
      FROM parts p JOIN work_items w ON w.parent = p.reference LEFT JOIN item_flow f ON f.item_id = w.id
      WHERE w.deleted_at IS NULL AND f.dropped_at IS NULL
    )
    SELECT p.id AS itemId, p.type, p.class_of_service AS classOfService, p.assignee, p.parent
    FROM parts p LEFT JOIN (SELECT DISTINCT parent FROM parts) b ON b.parent = p.reference
    WHERE b.parent IS NULL AND p.value_stream = ${stream} AND p.finished_at IS NULL ORDER BY p.id`.execute(
    snapshot,
  );
  return rows.map((row) => ({ ...row, finishedAt: null }));
}
