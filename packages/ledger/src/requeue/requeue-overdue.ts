import { withConnection } from '@kanban/schema';
import type { Pool, ResultSetHeader, RowDataPacket } from 'mysql2/promise';

const STEP = 1_000;

/**
 * Makes queued deliveries pending if no notifier claimed them in time, because the job may be lost. The round stays, so
 * if the job still waits in a long backlog, publishing it again changes nothing. Returns how many.
 */
export async function requeueOverdue(pool: Pool, deadlineMs: number): Promise<number> {
  return withConnection(pool, deadlineMs, async (connection) => {
    // Searched without locks: an UPDATE along the index also locks the row after the range, which another step
    // releases.
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
