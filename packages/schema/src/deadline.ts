import { withinDeadline } from '@kanban/service/within-deadline';
import type { Pool, PoolConnection } from 'mysql2/promise';

/** The database gave no answer in time; the connection is closed, so the server rolls back what was open on it. */
export class DeadlinePassed extends Error {
  /** As the retry table of `isRetryable` knows it. */
  readonly code = 'ETIMEDOUT';
}

/** The pool lent a connection that had just ended: the driver says so without a number or code. */
class ConnectionLost extends Error {
  readonly code = 'PROTOCOL_CONNECTION_LOST';
}

/**
 * Lends `work` a connection for at most `deadlineMs`, waiting for a free one included. After that the connection is
 * destroyed and DeadlinePassed thrown: a half-open connection never hangs its user, and never goes back into the pool.
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
