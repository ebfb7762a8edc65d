import { inTransaction } from '@kanban/schema';
import type { Pool, PoolConnection } from 'mysql2/promise';

/** Makes counters and projections of a stream again, in a transaction of its own. Movers of the stream wait. */
export async function rebuildProjections(pool: Pool, streamId: number): Promise<void> {
  await inTransaction(
    pool,
    async (connection) => {
      await connection.query('SET SESSION innodb_lock_wait_timeout = 300');
      await callRebuild(connection, streamId);
    },
    { isolation: 'READ COMMITTED' },
  );
}

/** The same inside a transaction of the caller, who is at READ COMMITTED. */
export async function callRebuild(connection: PoolConnection, streamId: number): Promise<void> {
  await connection.query('CALL rebuild_projections(?)', [streamId]);
}
