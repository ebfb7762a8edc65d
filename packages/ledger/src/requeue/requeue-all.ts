import { withConnection } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { Pool, ResultSetHeader, RowDataPacket } from 'mysql2/promise';

const STEP = 1_000;

/**
 * Makes all deliveries pending again that were queued before now, in small steps: Redis was flushed, restarted or replaced, and
 * what it still has is not known. Those published meanwhile have a later queued_at and are left alone. Returns how many.
 */
export async function requeueAll(pool: Pool, deadlineMs: number): Promise<number> {
  const [rows] = await withConnection(pool, deadlineMs, (connection) =>
    connection.query<RowDataPacket[]>('SELECT CAST(UTC_TIMESTAMP(6) AS CHAR) AS now'),
  );
  failPoint('requeue asked the time');
  const before = String(rows[0]?.now);
  let total = 0;
  for (;;) {
    const found = await withConnection(pool, deadlineMs, async (connection) => {
      const [queued] = await connection.query<RowDataPacket[]>(
        `SELECT id FROM deliveries FORCE INDEX (deliveries_due)
         WHERE state = 'queued' AND queued_at <= ? ORDER BY due_at, id LIMIT ?`,
        [before, STEP],
      );
      if (queued.length === 0) return 0;
      const [{ affectedRows }] = await connection.query<ResultSetHeader>(
        `UPDATE deliveries FORCE INDEX (PRIMARY) SET state = 'pending', due_at = UTC_TIMESTAMP(6)
         WHERE id IN (?) AND state = 'queued' AND queued_at <= ?`,
        [queued.map(({ id }) => Number(id)).sort((first, second) => first - second), before],
      );
      total += affectedRows;
      return queued.length;
    });
    // A kill leaves the rest queued, and the marker as it was: the next relay begins again with what is left.
    failPoint('requeue step');
    if (found < STEP) return total;
  }
}
