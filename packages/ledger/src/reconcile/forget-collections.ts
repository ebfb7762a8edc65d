import { withConnection } from '@kanban/schema';
import type { Pool, RowDataPacket } from 'mysql2/promise';

const STEP = 500;

const tables = [
  { table: 'collections', key: 'collection_key', time: 'due_at' },
  { table: 'rate_windows', key: 'scope', time: 'begins_at' },
];

/**
 * Deletes collections and rate windows that ended two days ago, longer than any window or digest lasts. In small steps,
 * found by an index without locks and deleted in the order of the primary key, as fan-outs and notifiers lock them. A
 * fan-out that needs one at that moment creates it again.
 */
export async function forgetCollections(pool: Pool, deadlineMs: number): Promise<void> {
  await withConnection(pool, deadlineMs, async (connection) => {
    for (const { table, key, time } of tables) {
      const [old] = await connection.query<RowDataPacket[]>(
        'SELECT ?? AS name FROM ?? WHERE ?? < UTC_TIMESTAMP(6) - INTERVAL 2 DAY ORDER BY ?? LIMIT ?',
        [key, table, time, time, STEP],
      );
      if (old.length > 0)
        await connection.query(
          `DELETE t FROM ?? t FORCE INDEX (PRIMARY)
           WHERE t.?? IN (?) AND t.?? < UTC_TIMESTAMP(6) - INTERVAL 2 DAY`,
          [table, key, old.map(({ name }) => name), time],
        );
    }
  });
}
