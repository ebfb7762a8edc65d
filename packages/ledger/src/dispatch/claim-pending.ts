import { inTransaction, rowsAs } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import type { PublishableDelivery } from './publishable-delivery.ts';

/** The claim, by itself so that a test can EXPLAIN it. */
export const claimPendingSql = `SELECT id AS deliveryId, event_id AS eventId, channel, round, created_at AS createdAt FROM deliveries
  FORCE INDEX (deliveries_due)
  WHERE state = 'pending' AND due_at <= UTC_TIMESTAMP(6)
  ORDER BY due_at, id LIMIT ? FOR UPDATE SKIP LOCKED`;

/**
 * Leases pending deliveries that are due: retries, dead letters sent again, and deliveries that another relay committed
 * but did not publish. The lease is due_at, committed before publishing: two relays never work on the same rows, and
 * after a crash the rows are due again when the lease ends. The index deliveries_due gives the order, whatever the
 * statistics say.
 */
export async function claimPending(
  pool: Pool,
  limit: number,
  leaseMs: number,
  deadlineMs: number,
): Promise<PublishableDelivery[]> {
  return inTransaction(
    pool,
    async (connection) => {
      const [rows] = await connection.query<RowDataPacket[]>(claimPendingSql, [limit]);
      if (rows.length === 0) return [];
      // A kill rolls back, from here to the COMMIT: the rows stay due.
      failPoint('dispatch locked');
      await connection.query(
        'UPDATE deliveries FORCE INDEX (PRIMARY) SET due_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND WHERE id IN (?)',
        [leaseMs * 1000, rows.map((row) => row.deliveryId).sort((a, b) => a - b)],
      );
      failPoint('dispatch leased');
      return rowsAs<PublishableDelivery>(rows);
    },
    { deadlineMs, retries: 2 },
  );
}
