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

/** The same inside a transaction of the caller, who is at READ COMMITTED. Waits up to five minutes for movers. */
async function callRebuild(connection: PoolConnection, streamId: number): Promise<void> {
  await giveRoom(connection);
  await connection.query('CALL rebuild_projections(?)', [streamId]);
}

/** Begins bulk work in the caller's transaction; `origin` says in `import_batches` where its rows come from. */
export async function beginBulk(connection: PoolConnection, origin: string): Promise<void> {
  await connection.query('SET @kanban_reason = ?', [origin]);
  await connection.query('CALL begin_bulk()');
  await connection.query('SET @kanban_reason = NULL');
}

/** Ends the connection's bulk session, in the caller's transaction (READ COMMITTED) if there is one: rebuilds what it touched. */
export async function endBulk(connection: PoolConnection): Promise<void> {
  await giveRoom(connection);
  await connection.query('CALL end_bulk()');
}

/**
 * The window functions sort and hold the whole log of the stream. With more memory for that than a session has by default,
 * a million rows took MariaDB 47 s instead of 130 s; MySQL has most of it by default.
 */
async function giveRoom(connection: PoolConnection): Promise<void> {
  await connection.query(
    `SET SESSION innodb_lock_wait_timeout = 300, sort_buffer_size = 16777216,
                 tmp_table_size = 268435456, max_heap_table_size = 268435456`,
  );
}
