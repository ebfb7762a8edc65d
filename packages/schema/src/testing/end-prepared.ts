import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'mysql2/promise';

const PATIENCE_MS = 20_000;

/**
 * Ends a transaction that XA left prepared, by its XA ROLLBACK. While the server is still ending the connection that prepared it, it
 * knows no such transaction for others; one that stays holds up every later test of the server.
 */
export async function endPrepared(pool: Pool, statement: string): Promise<void> {
  const begun = Date.now();
  for (;;) {
    try {
      await pool.query(statement);
      return;
    } catch (error) {
      if (Date.now() - begun > PATIENCE_MS) throw error;
      await pause(20);
    }
  }
}
