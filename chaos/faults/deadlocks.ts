import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';

/**
 * Locks open deliveries and their events in an order nobody else does, the latest first, so that the others' batches run
 * into deadlocks with it. Gives everything back by rollback. Returns how many deadlocks it was the victim of itself; the
 * others' are in their logs.
 */
export async function collideWithClaims(admin: Pool, lastsMs: number): Promise<number> {
  const endsAt = performance.now() + lastsMs;
  let victims = 0;
  while (performance.now() < endsAt) {
    let connection: PoolConnection | undefined;
    try {
      connection = await admin.getConnection();
      await connection.query('SET SESSION innodb_lock_wait_timeout = 1');
      await connection.beginTransaction();
      const [open] = await connection.query<RowDataPacket[]>(
        `SELECT id, event_id FROM deliveries WHERE state IN ('pending', 'queued', 'sending') ORDER BY id DESC LIMIT 20`,
      );
      for (const { id, event_id } of open) {
        await connection.query('SELECT 1 FROM deliveries WHERE id = ? FOR UPDATE', [id]);
        await connection.query('SELECT 1 FROM outbox_events WHERE id = ? FOR UPDATE', [event_id]);
      }
      await connection.rollback();
      connection.release();
    } catch (error) {
      if ((error as { errno?: number }).errno === 1213) victims++;
      connection?.destroy();
      await pause(50);
    }
    await pause(10);
  }
  return victims;
}
