import { rowsAs } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';

export interface ClaimedEvent {
  readonly id: number;
  readonly topic: string;
  /** Text on MariaDB, parsed on MySQL. */
  readonly payload: unknown;
}

/** The claim, by itself so that a test can EXPLAIN it. */
export const claimEventsSql = `SELECT id, topic, payload FROM outbox_events
  FORCE INDEX (outbox_events_pending)
  WHERE fanned_out_at IS NULL ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED`;

/**
 * Locks the oldest events that are not fanned out, and skips those that another relay holds. The index
 * outbox_events_pending gives the order, so only these rows are locked and a second relay gets the next ones. (The
 * index is forced: with old statistics the server may walk the primary key.) READ COMMITTED, so inserts of movers never
 * wait. A crash releases the locks.
 */
export async function claimEvents(connection: PoolConnection, limit: number): Promise<ClaimedEvent[]> {
  const [rows] = await connection.query<RowDataPacket[]>(claimEventsSql, [limit]);
  return rowsAs<ClaimedEvent>(rows);
}

/** The same for one event, by primary key, to find the bad event of a batch. */
export async function claimEvent(connection: PoolConnection, id: number): Promise<ClaimedEvent[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT id, topic, payload FROM outbox_events
     WHERE id = ? AND fanned_out_at IS NULL FOR UPDATE SKIP LOCKED`,
    [id],
  );
  return rowsAs<ClaimedEvent>(rows);
}

/** Whether there is an event to claim; an idle relay asks this instead of opening a transaction. */
export async function hasPendingEvents(connection: PoolConnection): Promise<boolean> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT 1 FROM outbox_events FORCE INDEX (outbox_events_pending) WHERE fanned_out_at IS NULL LIMIT 1',
  );
  return rows.length > 0;
}
