import type { Pool } from 'mysql2/promise';
import { inSteps } from './lock-letters.ts';

/**
 * Sends dead letters again: new rounds with a full number of attempts, due now, and their events open again; dropped
 * ones are no longer dropped. Throws NotDead if one of a step is not dead; the step then changes nothing. Returns the
 * number sent.
 */
export async function retryDeadLetters(pool: Pool, ids: readonly number[]): Promise<number> {
  return inSteps(pool, ids, async (connection, letters) => {
    await connection.query(
      `INSERT INTO delivery_attempts (delivery_id, attempt, outcome, said)
       SELECT id, attempts, 'retried', CONCAT('sent again by ', current_actor()) FROM deliveries WHERE id IN (?)`,
      [letters.ids],
    );
    await connection.query(
      `UPDATE deliveries FORCE INDEX (PRIMARY)
       SET dropped_at = NULL, dropped_by = NULL, dropped_reason = NULL,
           state = 'pending', round = round + 1, attempts = 0, due_at = UTC_TIMESTAMP(6), queued_at = NULL,
           settled_at = NULL, claim_token = NULL, claim_expires_at = NULL
       WHERE id IN (?)`,
      [letters.ids],
    );
    // The members of a digest go with it.
    if (letters.memberIds.length > 0)
      await connection.query(
        `UPDATE deliveries FORCE INDEX (PRIMARY)
         SET dropped_at = NULL, dropped_by = NULL, dropped_reason = NULL,
             state = 'collected', settled_at = NULL, due_at = UTC_TIMESTAMP(6)
         WHERE id IN (?) AND state = 'dead'`,
        [letters.memberIds],
      );
    await connection.query(
      'UPDATE outbox_events FORCE INDEX (PRIMARY) SET processed_at = NULL WHERE id IN (?)',
      [letters.eventIds],
    );
  });
}
