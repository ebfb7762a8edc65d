import { settleMembers, withConnection } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { Pool, RowDataPacket } from 'mysql2/promise';

const STEP = 500;

/**
 * Settles what was left behind of digests: a notifier died between settling the carrier and its members, or the carrier was
 * given up here. Looks only at members whose time has come (index deliveries_due). One whose carrier is not there any more goes
 * out by itself. Returns how many were changed.
 */
export async function settleDigests(pool: Pool, deadlineMs: number): Promise<number> {
  return withConnection(pool, deadlineMs, async (connection) => {
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT m.id, c.id AS carrier FROM deliveries m FORCE INDEX (deliveries_due)
       LEFT JOIN deliveries c ON c.id = m.carried_by
       WHERE m.state = 'collected' AND m.due_at <= UTC_TIMESTAMP(6)
         AND (c.id IS NULL OR c.state IN ('sent', 'dead', 'superseded'))
       LIMIT ?`,
      [STEP],
    );
    if (rows.length === 0) return 0;
    const orphans = rows.filter(({ carrier }) => carrier === null).map(({ id }) => id);
    if (orphans.length > 0) {
      await connection.query(
        "UPDATE deliveries SET carried_by = NULL, state = 'pending' WHERE id IN (?) AND state = 'collected'",
        [orphans],
      );
    }
    const carriers = new Set(rows.filter(({ carrier }) => carrier !== null).map(({ carrier }) => carrier));
    await settleMembers(connection, [...carriers]);
    // A kill leaves their events unprocessed; finishEvents finds them.
    failPoint('digests settled');
    return rows.length;
  });
}
