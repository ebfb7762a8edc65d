import { withConnection } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { Pool, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import type { ClaimedDelivery } from './claim.ts';

/**
 * Notes that mails are about to be handed over, if their claims are still valid, and restarts their leases. Called when
 * all but the end of the data is sent. So a mail without the note was not accepted, and a notifier that lost its claim
 * stops here. From the note on, a later copy is marked. By primary key; repeating it is harmless. Returns for each
 * mail, in order, whether it may be finished.
 */
export async function noteHandOver(
  pool: Pool,
  deliveries: readonly ClaimedDelivery[],
  leaseMs: number,
  deadlineMs: number,
): Promise<boolean[]> {
  const ids = deliveries.map(({ deliveryId }) => deliveryId).sort((a, b) => a - b);
  const tokens = [...new Set(deliveries.map(({ claimToken }) => claimToken))];
  return withConnection(pool, deadlineMs, async (connection) => {
    const [result] = await connection.query<ResultSetHeader>(
      `UPDATE deliveries FORCE INDEX (PRIMARY)
       SET handed_over_at = UTC_TIMESTAMP(6), claim_expires_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND
       WHERE id IN (?) AND claim_token IN (?) AND state = 'sending'`,
      [leaseMs * 1000, ids, tokens],
    );
    // After a kill the note exists without the hand-over: the next copy is the first one, but is marked.
    failPoint('hand-over written');
    if (result.affectedRows === ids.length) return deliveries.map(() => true);
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT id FROM deliveries
       WHERE id IN (?) AND claim_token IN (?) AND state = 'sending' AND handed_over_at IS NOT NULL`,
      [ids, tokens],
    );
    failPoint('hand-over compared');
    const noted = new Set(rows.map((row) => Number(row.id)));
    return deliveries.map(({ deliveryId }) => noted.has(deliveryId));
  });
}
