import type { Pool } from 'mysql2/promise';
import { inOrder, inSteps } from './lock-letters.ts';

/**
 * Drops dead letters for `reason`, which is stored with the person who did it. They are not sent again and may be
 * pruned. A letter that was dropped before keeps its reason. Throws NotDead like retryDeadLetters. Returns how many.
 */
export async function dropDeadLetters(pool: Pool, ids: readonly number[], reason: string): Promise<number> {
  return inSteps(pool, ids, async (connection, letters) => {
    await connection.query(
      `UPDATE deliveries FORCE INDEX (PRIMARY)
       SET dropped_at = UTC_TIMESTAMP(6), dropped_by = current_actor(), dropped_reason = ?
       WHERE id IN (?) AND state = 'dead' AND dropped_at IS NULL`,
      [reason, inOrder([...letters.ids, ...letters.memberIds])],
    );
  });
}
