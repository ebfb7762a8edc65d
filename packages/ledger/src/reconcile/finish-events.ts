import { withConnection } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { settleEvents } from '../settle/settle-events.ts';

const STEP = 500;

/**
 * Updates a page of unprocessed events from their deliveries, because a notifier may have died between settling the
 * last one and noting it on the event. Each call continues by id after `after`, and starts again at the end (index
 * outbox_events_unprocessed). It reads an event's deliveries only up to the first open one. Returns the next `after`.
 */
export async function finishEvents(pool: Pool, after: number, deadlineMs: number): Promise<number> {
  const ids = await withConnection(pool, deadlineMs, async (connection) => {
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT id FROM outbox_events FORCE INDEX (outbox_events_unprocessed)
       WHERE processed_at IS NULL AND id > ? ORDER BY id LIMIT ?`,
      [after, STEP],
    );
    if (rows.length === 0) return { last: 0, settled: [] };
    // A kill changes nothing up to here: the events are found again.
    failPoint('finish found');
    const [settled] = await connection.query<RowDataPacket[]>(
      // NOT EXISTS would let MySQL scan all deliveries if it believes that the table is small.
      `SELECT e.id FROM outbox_events e FORCE INDEX (PRIMARY)
       WHERE e.id IN (?) AND e.fanned_out_at IS NOT NULL AND (
         SELECT 1 FROM deliveries d FORCE INDEX (deliveries_once)
         WHERE d.event_id = e.id AND d.state NOT IN ('sent', 'dead', 'superseded') LIMIT 1) IS NULL`,
      [rows.map((row) => row.id)],
    );
    failPoint('finish compared');
    const last = rows.length < STEP ? 0 : Number(rows.at(-1)?.id);
    return { last, settled: settled.map((row) => Number(row.id)) };
  });
  await settleEvents(pool, ids.settled, deadlineMs);
  failPoint('finish settled');
  return ids.last;
}
