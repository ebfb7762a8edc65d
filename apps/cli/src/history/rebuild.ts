import { inTransaction } from '@kanban/schema';
import type { Pool, PoolConnection } from 'mysql2/promise';

/** Makes counters and projections of a stream again, in a transaction of its own. Movers of the stream wait. */
export async function rebuildProjections(pool: Pool, streamId: number): Promise<void> {
  await inTransaction(
    pool,
    async (connection) => {
      await callRebuild(connection, streamId);
    },
    { isolation: 'READ COMMITTED' },
  );
}

/** The same inside the caller's transaction, at READ COMMITTED. Waits up to five minutes for movers. */
async function callRebuild(connection: PoolConnection, streamId: number): Promise<void> {
  await giveRoom(connection);
  await connection.query('CALL rebuild_projections(?)', [streamId]);
}

/** Begins bulk work in the caller's transaction; `origin` is stored in `import_batches`. */
export async function beginBulk(connection: PoolConnection, origin: string): Promise<void> {
  await connection.query('SET @kanban_reason = ?', [origin]);
  await connection.query('CALL begin_bulk()');
  await connection.query('SET @kanban_reason = NULL');
}

/**
 * Ends the connection's bulk work, in the caller's transaction (READ COMMITTED) if there is one, and rebuilds what it
 * touched.
 */
export async function endBulk(connection: PoolConnection): Promise<void> {
  await giveRoom(connection);
  await connection.query('CALL end_bulk()');
}

/**
 * The window functions sort the whole log of the stream in memory. With more memory than the default of a session, a
 * million rows took MariaDB 47 s instead of 130 s; MySQL has most of it by default.
 */
async function giveRoom(connection: PoolConnection): Promise<void> {
  await connection.query(
    `SET SESSION innodb_lock_wait_timeout = 300, sort_buffer_size = 16777216,
                 tmp_table_size = 268435456, max_heap_table_size = 268435456`,
  );
}
