import { withinDeadline } from '@kanban/service/within-deadline';
import type { Pool, PoolConnection } from 'mysql2/promise';

/** The database did not answer in time. The connection is closed, so the server rolls back its open transaction. */
export class DeadlinePassed extends Error {
  /** An error that `isRetryable` knows. */
  readonly code = 'ETIMEDOUT';
}

/** The pool lent a connection that had just ended; the driver reports that without a number or code. */
class ConnectionLost extends Error {
  readonly code = 'PROTOCOL_CONNECTION_LOST';
}

/**
 * Lends `work` a connection for at most `deadlineMs`, including the wait for a free one. Then it destroys the
 * connection and throws DeadlinePassed: a half-open connection never blocks its user and never returns to the pool.
 */
export async function withConnection<T>(
  pool: Pool,
  deadlineMs: number,
  work: (connection: PoolConnection) => Promise<T>,
): Promise<T> {
  let lent: PoolConnection | undefined;
  let isOver = false;
  const lend = async () => {
    const connection = await pool.getConnection();
    if (isOver) {
      connection.release();
      throw new DeadlinePassed('The connection came too late');
    }
    lent = connection;
    try {
      return await work(connection);
    } catch (error) {
      throw isClosed(connection) && isUnnumbered(error) ? new ConnectionLost(String(error)) : error;
    } finally {
      if (!isOver) connection.release();
    }
  };
  return withinDeadline(deadlineMs, lend(), () => {
    isOver = true;
    lent?.destroy();
    throw new DeadlinePassed(`The database did not answer within ${deadlineMs} ms`);
  });
}

function isClosed({ connection }: PoolConnection): boolean {
  return (connection as { stream?: { destroyed?: boolean } }).stream?.destroyed === true;
}

function isUnnumbered(error: unknown): boolean {
  const { errno, code } = error as { errno?: number; code?: string };
  return errno === undefined && code === undefined;
}
