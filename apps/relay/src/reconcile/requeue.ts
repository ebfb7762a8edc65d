import { withConnection } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { Pool, ResultSetHeader, RowDataPacket } from 'mysql2/promise';

const STEP = 1_000;

/**
 * Makes queued deliveries pending again whose time has passed without a notifier: the job may be lost. The round stays, so
 * when the job is still waiting behind a long backlog, publishing it again changes nothing. Returns how many.
 */
export async function requeueOverdue(pool: Pool, deadlineMs: number): Promise<number> {
  return withConnection(pool, deadlineMs, async (connection) => {
    // Looked for without locks: an UPDATE along the index also locks the claim behind the range that another step releases.
    const [overdue] = await connection.query<RowDataPacket[]>(
      `SELECT id FROM deliveries FORCE INDEX (deliveries_due)
       WHERE state = 'queued' AND due_at <= UTC_TIMESTAMP(6) ORDER BY due_at, id LIMIT ?`,
      [STEP],
    );
    if (overdue.length === 0) return 0;
    const [result] = await connection.query<ResultSetHeader>(
      "UPDATE deliveries FORCE INDEX (PRIMARY) SET state = 'pending' WHERE id IN (?) AND state = 'queued' AND due_at <= UTC_TIMESTAMP(6)",
      [overdue.map(({ id }) => Number(id)).sort((first, second) => first - second)],
    );
    return result.affectedRows;
  });
}

/**
 * The same for all deliveries queued before now, in small steps: Redis was flushed, started anew or replaced, and what it
 * still has is not known. Those published meanwhile have a later queued_at and are left alone. Returns how many.
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

/** Makes these pending and due again where no notifier has them yet: whether Redis has their jobs is not known. */
export async function requeueThese(
  pool: Pool,
  deliveries: readonly { readonly deliveryId: number }[],
  deadlineMs: number,
): Promise<void> {
  await withConnection(pool, deadlineMs, (connection) =>
    connection.query(
      "UPDATE deliveries FORCE INDEX (PRIMARY) SET state = 'pending', due_at = UTC_TIMESTAMP(6) WHERE id IN (?) AND state = 'queued'",
      [deliveries.map(({ deliveryId }) => deliveryId).sort((first, second) => first - second)],
    ),
  );
}
