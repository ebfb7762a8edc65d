import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { expect, vi } from 'vitest';

/**
 * Until the server says that the connection waits for a lock. By the monitor: innodb_trx looks anew only when nobody asked for
 * 0.1 s, and two that ask keep each other from seeing anything.
 */
export async function untilWaiting(pool: Pool, connection: PoolConnection): Promise<void> {
  await vi.waitFor(
    async () => {
      const [[monitor]] = await pool.query<RowDataPacket[]>('SHOW ENGINE INNODB STATUS');
      const transactions = String(monitor?.Status).split('---TRANSACTION');
      const ours = transactions.find((each) => each.includes(`thread id ${connection.threadId},`));
      expect(ours).toContain('LOCK WAIT');
    },
    { timeout: 20_000, interval: 50 },
  );
}
