import { createHash } from 'node:crypto';
import type { Instant } from '@kanban/domain';
import { rowsAs } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../answer/problems.ts';

export interface Stream {
  readonly name: string;
  readonly timeZone: string;
  readonly archivedAt: Instant | null;
  readonly now: Instant;
  /** Another text when anything of the stream changed. */
  readonly state: string;
}

interface StateRow {
  lastAuditId: number | null;
  moves: number;
  changes: number;
  changedAt: Instant;
  isInBulk: number;
}

/** A stream with its change state; `stream_states` says what that is made of. Throws Refused for one that is not there. */
export async function loadStream(connection: PoolConnection, name: string): Promise<Stream> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT s.name, s.time_zone AS timeZone, s.archived_at AS archivedAt, UTC_TIMESTAMP(6) AS now, t.last_audit_id AS lastAuditId,
       t.moves, t.changes, t.changed_at AS changedAt, t.is_in_bulk AS isInBulk
     FROM value_streams s JOIN stream_states t ON t.value_stream = s.name WHERE s.name = ?`,
    [name],
  );
  const [found] = rowsAs<Omit<Stream, 'state'> & StateRow>(rows);
  if (!found) {
    const [all] = await connection.query<RowDataPacket[]>(
      'SELECT name FROM value_streams ORDER BY name LIMIT 20',
    );
    throw new Refused('unknown-value-stream', {
      detail: `There is no value stream "${name}".`,
      parameter: 'stream',
      allowed: all.map((row) => String(row.name)).join(', '),
    });
  }
  const { lastAuditId, moves, changes, changedAt, isInBulk, ...stream } = found;
  // Nobody can tell during bulk work: every answer is another one.
  const state = JSON.stringify(isInBulk === 1 ? [stream.now] : [lastAuditId, moves, changes, changedAt]);
  return { ...stream, state: createHash('sha256').update(state).digest('base64url').slice(0, 22) };
}
