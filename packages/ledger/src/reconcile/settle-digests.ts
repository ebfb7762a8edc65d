import { withConnection } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { settleMembers } from '../settle/settle-members.ts';
import { freeOrphans } from './free-orphans.ts';

const STEP = 500;

/**
 * Settles members of digests whose carrier is settled, because a notifier died in between or the relay gave the carrier
 * up. Looks only at members that are due (index deliveries_due). A member without a carrier is sent by itself. Returns
 * how many changed.
 */
export async function settleDigests(pool: Pool, deadlineMs: number): Promise<number> {
  const found = await withConnection(pool, deadlineMs, async (connection) => {
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT m.id, c.id AS carrier FROM deliveries m FORCE INDEX (deliveries_due)
       LEFT JOIN deliveries c ON c.id = m.carried_by
       WHERE m.state = 'collected' AND m.due_at <= UTC_TIMESTAMP(6)
         AND (c.id IS NULL OR c.state IN ('sent', 'dead', 'superseded'))
       LIMIT ?`,
      [STEP],
    );
    const orphans = rows
      .filter(({ carrier }) => carrier === null)
      .map(({ id }) => Number(id))
      .sort((a, b) => a - b);
    await freeOrphans(connection, orphans);
    return rows;
  });
  const carriers = found.map(({ carrier }) => carrier).filter((carrier) => carrier !== null);
  await settleMembers(pool, [...new Set(carriers.map(Number))], deadlineMs);
  // A kill leaves their events unprocessed; finishEvents finds them.
  if (found.length > 0) failPoint('digests settled');
  return found.length;
}
