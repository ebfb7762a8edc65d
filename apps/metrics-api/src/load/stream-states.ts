import type { Instant } from '@kanban/domain';
import type { Database } from '@kanban/schema';
import { type Kysely, sql } from 'kysely';

/** A row of `stream_states`: of two that are the same, nothing of the stream has changed in between. */
export interface StreamState {
  name: string;
  timeZone: string;
  lastAuditId: number | null;
  moves: number;
  changes: number;
  changedAt: unknown;
  /** While bulk work goes on anywhere, which a state tells nothing of. */
  isInBulk: number;
}

/** Of stream_states as t. */
export const STATE_COLUMNS = sql.raw(
  `t.value_stream AS name, t.time_zone AS timeZone, t.last_audit_id AS lastAuditId, t.moves, t.changes,
   t.changed_at AS changedAt, t.is_in_bulk AS isInBulk`,
);

/** The columns in one order, however they were read: tags are made of them. */
export function stateOf(row: StreamState): StreamState {
  const { name, timeZone, lastAuditId, moves, changes, changedAt, isInBulk } = row;
  return { name, timeZone, lastAuditId, moves, changes, changedAt, isInBulk };
}

/** The states of some streams, or of all, by name; and the database's clock. A few rows of indexes for each stream. */
export async function loadStreamStates(
  db: Kysely<Database>,
  streams: readonly string[] | 'all',
): Promise<{ states: StreamState[]; now: Instant }> {
  const some = streams === 'all' ? sql`` : sql`WHERE t.value_stream IN (${sql.join(streams)})`;
  const { rows } = await sql<StreamState & { now: Instant }>`
    SELECT ${STATE_COLUMNS}, UTC_TIMESTAMP(6) AS now FROM stream_states t ${some} ORDER BY t.value_stream`.execute(
    db,
  );
  return { states: rows.map(stateOf), now: rows[0]?.now ?? Number.NaN };
}
