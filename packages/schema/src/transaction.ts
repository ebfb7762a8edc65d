import type { Pool, PoolConnection } from 'mysql2/promise';
import { withConnection } from './deadline.ts';
import { isRetryable, withRemedy } from './retry.ts';

export interface TransactionOptions {
  readonly isolation?: 'READ COMMITTED' | 'REPEATABLE READ';
  /** Further attempts after an error that `isRetryable` knows; 5 by default. */
  readonly retries?: number;
  /**
   * Time for one attempt, including the wait for a connection; without it an attempt lasts as long as the server lets
   * it.
   */
  readonly deadlineMs?: number;
  /** No attempt begins later than this after the first; without it all `retries` are made. */
  readonly startWithinMs?: number;
}

/**
 * Runs `work` in a transaction and commits. After a deadlock, a lock wait timeout or a lost connection it starts again.
 * `work` must have no effect outside the transaction. A connection lost during COMMIT may have committed, so `work`
 * must be safe to repeat.
 */
export async function inTransaction<T>(
  pool: Pool,
  work: (connection: PoolConnection) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const { retries = 5, startWithinMs = Number.POSITIVE_INFINITY } = options;
  const startedAt = performance.now();
  for (let attempt = 0; ; attempt++) {
    try {
      return await runOnce(pool, work, options);
    } catch (error) {
      const isLate = performance.now() - startedAt > startWithinMs;
      if (attempt >= retries || isLate || !isRetryable(error)) throw withRemedy(error);
      // Full jitter, so that two transactions that collided do not collide again.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt));
    }
  }
}

async function runOnce<T>(
  pool: Pool,
  work: (connection: PoolConnection) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  const run = (connection: PoolConnection) => runOn(connection, work, options);
  if (options.deadlineMs !== undefined) return withConnection(pool, options.deadlineMs, run);
  const connection = await pool.getConnection();
  try {
    return await run(connection);
  } finally {
    connection.release();
  }
}

async function runOn<T>(
  connection: PoolConnection,
  work: (connection: PoolConnection) => Promise<T>,
  { isolation }: TransactionOptions,
): Promise<T> {
  try {
    if (isolation) await connection.query(`SET TRANSACTION ISOLATION LEVEL ${isolation}`);
    await connection.beginTransaction();
    const result = await work(connection);
    await connection.commit();
    return result;
  } catch (error) {
    try {
      await connection.rollback();
    } catch {
      // A connection that cannot roll back is broken: the server rolls back when it closes.
      connection.destroy();
    }
    throw error;
  }
}
