import type { Instant } from '@kanban/domain';
import { sql } from 'kysely';
import type { Snapshot } from '../snapshot.ts';
import { isKnownRow } from './known-rows.ts';

/** The last row of a stream's log, by time, that was known at the instant of `asOf`: from the end of audit_log_when on. */
export async function loadLastKnownRow(
  snapshot: Snapshot,
  streamId: number,
): Promise<{ id: number; occurredAt: Instant } | undefined> {
  const { rows } = await sql<{
    id: number;
    occurredAt: Instant;
  }>`SELECT id, occurred_at AS occurredAt FROM audit_log FORCE INDEX (audit_log_when)
    WHERE value_stream_id = ${streamId} AND ${isKnownRow(snapshot)}
    ORDER BY value_stream_id DESC, occurred_at DESC, id DESC LIMIT 1`.execute(snapshot);
  return rows[0];
}
