import type { Pool, PoolConnection } from 'mysql2/promise';
import { isRetryable } from './retry.ts';

export interface TransactionOptions {
  readonly isolation?: 'READ COMMITTED' | 'REPEATABLE READ';
  /** Further tries after an error of the retry table; 5 by default. */
  readonly retries?: number;
}

/**
 * Runs `work` in a transaction and commits it, again from the start after a deadlock, a lock wait timeout or a lost
 * connection. `work` must have no effect outside the transaction. A connection lost during COMMIT may have committed:
 * `work` must bear being done twice.
 */
export async function inTransaction<T>(
  pool: Pool,
  work: (connection: PoolConnection) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const retries = options.retries ?? 5;
  for (let attempt = 0; ; attempt++) {
    try {
      return await runOnce(pool, work, options);
    } catch (error) {
      if (attempt >= retries || !isRetryable(error)) throw error;
      // Full jitter, so that two transactions that collided do not collide again.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt));
    }
  }
}

async function runOnce<T>(
  pool: Pool,
  work: (connection: PoolConnection) => Promise<T>,
  { isolation }: TransactionOptions,
): Promise<T> {
  const connection = await pool.getConnection();
  try {
    if (isolation) await connection.query(`SET TRANSACTION ISOLATION LEVEL ${isolation}`);
    await connection.beginTransaction();
    const result = await work(connection);
    await connection.commit();
    connection.release();
    return result;
  } catch (error) {
    try {
      await connection.rollback();
      connection.release();
    } catch {
      // A connection that cannot roll back is broken: the server rolls back when it closes.
      connection.destroy();
    }
    throw error;
  }
}
