import { sql } from 'kysely';
import type { Snapshot } from './snapshot.ts';

/**
 * The number of items of a stream below a parent, at any depth, that have no parts and are not finished; items that
 * never entered a queue count. Like item_parts, it leaves out dropped or deleted items with everything below them. By
 * work_items_parent and primary keys.
 */
export async function loadUnfinishedLeaves(
  snapshot: Snapshot,
  stream: string,
  parent: string,
): Promise<number> {
  const { rows } = await sql<{ leaves: number }>`
    WITH RECURSIVE parts (reference, parent, value_stream, finished_at) AS (
      SELECT w.reference, w.parent, w.value_stream, f.finished_at
      FROM work_items w LEFT JOIN item_flow f ON f.item_id = w.id
      WHERE w.parent = ${parent} AND w.deleted_at IS NULL AND f.dropped_at IS NULL
      UNION ALL
      SELECT w.reference, w.parent, w.value_stream, f.finished_at
      FROM parts p JOIN work_items w ON w.parent = p.reference LEFT JOIN item_flow f ON f.item_id = w.id
      WHERE w.deleted_at IS NULL AND f.dropped_at IS NULL
    )
    SELECT COUNT(*) AS leaves FROM parts p LEFT JOIN (SELECT DISTINCT parent FROM parts) b ON b.parent = p.reference
    WHERE b.parent IS NULL AND p.value_stream = ${stream} AND p.finished_at IS NULL`.execute(snapshot);
  return Number(rows[0]?.leaves ?? 0);
}
