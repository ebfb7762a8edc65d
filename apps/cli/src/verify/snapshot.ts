import type { Pool, PoolConnection } from 'mysql2/promise';

/**
 * Runs `work` on one consistent snapshot of the whole database, without locks. It accepts invalid dates, which a strict
 * session of MySQL would not sort, and has more memory for sorts than a session has by default.
 */
export async function inSnapshot<T>(
  pool: Pool,
  work: (connection: PoolConnection) => Promise<T>,
): Promise<T> {
  const connection = await pool.getConnection();
  try {
    await connection.query("SET @kanban_mode = @@sql_mode, SESSION sql_mode = 'ALLOW_INVALID_DATES'");
    await connection.query(
      'SET SESSION sort_buffer_size = 16777216, tmp_table_size = 268435456, max_heap_table_size = 268435456',
    );
    await connection.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
    return await work(connection);
  } finally {
    await connection.query('ROLLBACK').catch(() => {});
    await connection.query('SET SESSION sql_mode = @kanban_mode').catch(() => {});
    connection.release();
  }
}
