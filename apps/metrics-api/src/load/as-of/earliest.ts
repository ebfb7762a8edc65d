import type { Instant } from '@kanban/domain';
import { sqlInstant } from '@kanban/schema';
import { sql } from 'kysely';
import type { Snapshot } from '../snapshot.ts';

/**
 * The first instant as of which a stream, by its id or present name, can be told of; null: there is none of that name. It begins with
 * the history of its settings, and anew when history that was known at `asOf` is taken out of its log.
 */
export async function loadEarliestAsOf(
  snapshot: Snapshot,
  stream: number | string,
  asOf: Instant,
): Promise<Instant | null> {
  const column = sql.ref(typeof stream === 'number' ? 's.id' : 's.name');
  const { rows } = await sql<{ begunAt: Instant | null; removedAt: Instant | null }>`
    SELECT
      (SELECT MIN(h.recorded_at) FROM config_history h FORCE INDEX (config_history_table)
       WHERE h.table_name = 'value_streams' AND CAST(JSON_VALUE(h.row_key, '$.id') AS UNSIGNED) = s.id) AS begunAt,
      (SELECT MAX(h.recorded_at) FROM config_history h FORCE INDEX (config_history_recorded)
       WHERE h.recorded_at >= ${sqlInstant(asOf)} AND h.table_name = 'audit_log'
         AND COALESCE(CAST(JSON_VALUE(h.row_key, '$.value_stream_id') AS UNSIGNED) = s.id,
           JSON_CONTAINS(JSON_EXTRACT(h.old_row, '$.streams'), CAST(s.id AS CHAR)), TRUE)
         AND NOT EXISTS (SELECT 1 FROM import_batches b
           WHERE b.id = CAST(JSON_VALUE(h.row_key, '$.batch_id') AS UNSIGNED) AND b.recorded_at >= ${sqlInstant(asOf)})) AS removedAt
    FROM value_streams s WHERE ${column} = ${stream}`.execute(snapshot);
  const [found] = rows;
  if (found === undefined) return null;
  const { begunAt, removedAt } = found;
  // Changes from `asOf` on are undone, and with them the insert of the stream.
  return Math.max(begunAt ?? 0, removedAt ?? 0) + 1;
}
