import type { PoolConnection } from 'mysql2/promise';
import { type Database, inTime } from '../in-time.ts';

/** Reads in one consistent snapshot, which takes no locks and cannot write. */
export async function inSnapshot<T>(
  database: Database,
  read: (connection: PoolConnection) => Promise<T>,
): Promise<T> {
  return inTime(database, async (connection) => {
    await connection.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
    try {
      return await read(connection);
    } finally {
      await connection.query('ROLLBACK');
    }
  });
}
