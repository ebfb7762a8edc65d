import { withConnection } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { Pool, ResultSetHeader, RowDataPacket } from 'mysql2/promise';

const STEP = 1_000;

/**
 * Makes all deliveries pending that were queued before now, in small steps, because Redis was flushed, restarted or
 * replaced and may have lost their jobs. Deliveries published meanwhile have a later queued_at and stay. Returns how
 * many.
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
    // A kill leaves the rest queued and the marker unchanged; the next relay continues with the rest.
    failPoint('requeue step');
    if (found < STEP) return total;
  }
}
