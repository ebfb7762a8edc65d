import { inTransaction } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { Pool, RowDataPacket } from 'mysql2/promise';

/**
 * Takes back deliveries whose notifier did not settle them in time: it was killed, or hangs. Pending again in a new round,
 * so that its own late job finds nothing; dead when they were claimed `maxAttempts` times, since a mail that kills whoever
 * sends it must not do so for ever.
 *
 * A notifier notes handed_over_at before it ends the data, and only while the claim is its own. So: not noted, then the
 * mail server has not got the mail and it is sent cleanly; noted, then it may have it, and the next copy bears the same
 * Message-ID and may_be_duplicate says so.
 *
 * Locks rows in the order of index deliveries_claims, skipping those a notifier or another relay is just changing.
 * Returns the ids of the deliveries and their events.
 */
export async function releaseExpiredClaims(
  pool: Pool,
  limit: number,
  maxAttempts: number,
  deadlineMs: number,
): Promise<{ deliveryId: number; eventId: number; mayBeDuplicate: number }[]> {
  return inTransaction(
    pool,
    async (connection) => {
      const [rows] = await connection.query<RowDataPacket[]>(
        `SELECT id AS deliveryId, event_id AS eventId, handed_over_at IS NOT NULL AS mayBeDuplicate, attempts
         FROM deliveries FORCE INDEX (deliveries_claims)
         WHERE state = 'sending' AND claim_expires_at <= UTC_TIMESTAMP(6)
         ORDER BY claim_expires_at LIMIT ? FOR UPDATE SKIP LOCKED`,
        [limit],
      );
      if (rows.length === 0) return [];
      // A kill rolls back, from here to the COMMIT: the claims stay expired, and any relay finds them.
      failPoint('release locked');
      // MySQL assigns from left to right: state comes last, what depends on handed_over_at before it is cleared.
      await connection.query(
        `UPDATE deliveries FORCE INDEX (PRIMARY)
         SET may_be_duplicate = may_be_duplicate OR handed_over_at IS NOT NULL,
             last_error = IF(handed_over_at IS NULL,
               'The notifier did not finish; the mail server has not got the mail',
               'The notifier did not finish after it had handed the mail over'),
             handed_over_at = IF(attempts >= ?, handed_over_at, NULL),
             claim_token = NULL,
             claim_expires_at = NULL,
             settled_at = IF(attempts >= ?, UTC_TIMESTAMP(6), NULL),
             round = IF(attempts >= ?, round, round + 1),
             due_at = UTC_TIMESTAMP(6),
             state = IF(attempts >= ?, 'dead', 'pending')
         WHERE id IN (?)`,
        [
          maxAttempts,
          maxAttempts,
          maxAttempts,
          maxAttempts,
          rows.map((row) => row.deliveryId).sort((a, b) => a - b),
        ],
      );
      failPoint('release updated');
      // What a person reads who asks why it took so long.
      await connection.query('INSERT INTO delivery_attempts (delivery_id, attempt, outcome, said) VALUES ?', [
        rows.map(({ deliveryId, attempts, mayBeDuplicate }) => [
          deliveryId,
          attempts,
          attempts >= maxAttempts ? 'dead' : 'expired',
          mayBeDuplicate === 1
            ? 'The notifier did not finish after it had handed the mail over'
            : 'The notifier did not finish; the mail server has not got the mail',
        ]),
      ]);
      return rows.map(({ deliveryId, eventId, mayBeDuplicate }) => ({ deliveryId, eventId, mayBeDuplicate }));
    },
    { deadlineMs, retries: 2 },
  );
}
