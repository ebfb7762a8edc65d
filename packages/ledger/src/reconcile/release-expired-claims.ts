import { inTransaction } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { Pool, RowDataPacket } from 'mysql2/promise';

/**
 * Takes back deliveries whose claim expired because the notifier was killed or hangs. They are pending in a new round,
 * so a late job of the old round finds nothing. After `maxAttempts` claims they are dead, because a mail may be what
 * kills its notifiers.
 *
 * A notifier sets handed_over_at before it ends the data, and only while it holds the claim. Without handed_over_at the
 * mail server cannot have the mail, and the next copy is the first. With it the server may have the mail: the next copy
 * has the same Message-ID, and may_be_duplicate is set.
 *
 * Locks rows in the order of the index deliveries_claims, and skips those that others are changing. Returns the ids of
 * the deliveries and their events.
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
      // A kill before COMMIT rolls back: the claims stay expired, and any relay finds them.
      failPoint('release locked');
      // MySQL assigns from left to right: `state` comes last, and values that depend on handed_over_at come before it
      // is cleared.
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
      // The text for a person who asks why it took so long.
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
