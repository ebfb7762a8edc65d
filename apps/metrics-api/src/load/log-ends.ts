import type { Instant } from '@kanban/domain';
import { sql } from 'kysely';
import type { Snapshot } from './snapshot.ts';

/** When the first and the last move of a stream occurred, by the ends of audit_log_when; null where there is none. */
export async function loadLogEnds(
  snapshot: Snapshot,
  streamId: number,
): Promise<{ firstAt: Instant | null; lastAt: Instant | null }> {
  const { rows } = await sql<{ firstAt: Instant | null; lastAt: Instant | null }>`
    SELECT
      (SELECT occurred_at FROM audit_log FORCE INDEX (audit_log_when) WHERE value_stream_id = ${streamId}
       ORDER BY value_stream_id, occurred_at LIMIT 1) AS firstAt,
      (SELECT occurred_at FROM audit_log FORCE INDEX (audit_log_when) WHERE value_stream_id = ${streamId}
       ORDER BY value_stream_id DESC, occurred_at DESC LIMIT 1) AS lastAt`.execute(snapshot);
  return rows[0] ?? { firstAt: null, lastAt: null };
}
