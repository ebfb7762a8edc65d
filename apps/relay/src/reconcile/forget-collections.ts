import { withConnection } from '@kanban/schema';
import type { Pool } from 'mysql2/promise';

const STEP = 500;

/**
 * Deletes collections and rate windows that are over for two days, longer than any window or digest lasts: they mean nothing
 * any more. In small steps by an index; a fan-out that needs one again just then makes it anew.
 */
export async function forgetCollections(pool: Pool, deadlineMs: number): Promise<void> {
  await withConnection(pool, deadlineMs, async (connection) => {
    for (const [table, column] of [
      ['collections', 'due_at'],
      ['rate_windows', 'begins_at'],
    ]) {
      await connection.query(
        'DELETE FROM ?? WHERE ?? < UTC_TIMESTAMP(6) - INTERVAL 2 DAY ORDER BY ?? LIMIT ?',
        [table, column, column, STEP],
      );
    }
  });
}
