import type { Instant } from '@kanban/domain';
import { sql } from 'kysely';
import { isKnownRow } from './as-of/known-rows.ts';
import type { Snapshot } from './snapshot.ts';

/** When the first move of a stream occurred, by the beginning of audit_log_when; null where there is none. */
export async function loadLogStart(snapshot: Snapshot, streamId: number): Promise<Instant | null> {
  const { rows } = await sql<{ firstAt: Instant }>`
    SELECT occurred_at AS firstAt FROM audit_log FORCE INDEX (audit_log_when) WHERE value_stream_id = ${streamId}
      AND ${isKnownRow(snapshot)} ORDER BY value_stream_id, occurred_at LIMIT 1`.execute(snapshot);
  return rows[0]?.firstAt ?? null;
}
