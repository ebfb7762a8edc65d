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
 * Locks the oldest events that are not fanned out, skipping those another relay holds. LIMIT comes before SKIP LOCKED: the
 * index outbox_events_pending serves the order, so only these rows are locked and the second relay gets the next ones (it
 * is forced: with old statistics the server may walk the primary key instead, over every event there ever was). In
 * READ COMMITTED, so movers' inserts never wait. A crash rolls the locks back and the events are claimed again.
 */
export async function claimEvents(connection: PoolConnection, limit: number): Promise<ClaimedEvent[]> {
  const [rows] = await connection.query<RowDataPacket[]>(claimEventsSql, [limit]);
  return rowsAs<ClaimedEvent>(rows);
}

/** The same for one event, by primary key: used to find the bad one of a batch. */
export async function claimEvent(connection: PoolConnection, id: number): Promise<ClaimedEvent[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT id, topic, payload FROM outbox_events
     WHERE id = ? AND fanned_out_at IS NULL FOR UPDATE SKIP LOCKED`,
    [id],
  );
  return rowsAs<ClaimedEvent>(rows);
}

/** Whether there is anything to claim: what an idle relay asks instead of opening a transaction. */
export async function hasPendingEvents(connection: PoolConnection): Promise<boolean> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT 1 FROM outbox_events FORCE INDEX (outbox_events_pending) WHERE fanned_out_at IS NULL LIMIT 1',
  );
  return rows.length > 0;
}
