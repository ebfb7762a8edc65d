import type { Pool, RowDataPacket } from 'mysql2/promise';
import { insist } from './insist.ts';

/** Ends all connections to the database but the one that asks, whatever they are in the middle of, COMMIT included. */
export async function killConnections(admin: Pool): Promise<number> {
  return insist(async () => {
    const connection = await admin.getConnection();
    try {
      const [threads] = await connection.query<RowDataPacket[]>(
        `SELECT id AS thread FROM information_schema.processlist
         WHERE user LIKE 'kanban%' AND id <> CONNECTION_ID()`,
      );
      // A thread may be gone by the time it is its turn.
      for (const { thread } of threads) await connection.query(`KILL ${thread}`).catch(() => {});
      return threads.length;
    } finally {
      connection.release();
    }
  });
}
