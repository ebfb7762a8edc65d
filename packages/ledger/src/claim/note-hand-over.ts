import { withConnection } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { Pool, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import type { ClaimedDelivery } from './claim.ts';

/**
 * Notes that mails are about to be handed over, while their claims are still ours, and begins their leases anew. Called
 * when the body was written and the end of the data was not: what is not noted cannot have been accepted, and a notifier
 * that was overtaken stops here. Whatever ends it later, the next copy is marked. By primary key; doing it twice is
 * harmless. Answers in the order asked: whether the mail may go.
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
    // A kill leaves the note without the hand-over: the next copy is the first, but marked all the same.
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
