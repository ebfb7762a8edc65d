import { createPool } from '@kanban/schema';
import type { Pool } from 'mysql2/promise';

/** Time for work that minds the signal itself to end as it likes. */
const graceMs = 300;

/**
 * When `signal` comes and the work goes on, ends the pool's connections at the server: it would otherwise finish a long
 * statement that nobody waits for, holding its locks, before it rolls back. Returns a function that ends the watch.
 */
export function killWhenStopped(pool: Pool, databaseUrl: string, signal: AbortSignal): () => void {
  const ids = new Set<number>();
  pool.on('connection', (connection) => void ids.add(connection.threadId));
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    timer = setTimeout(() => {
      // Closed first, so that nothing is tried again on a new connection.
      pool.end().catch(() => {});
      void kill(databaseUrl, ids);
    }, graceMs);
  };
  signal.addEventListener('abort', stop, { once: true });
  return () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  };
}

async function kill(databaseUrl: string, ids: Iterable<number>): Promise<void> {
  const pool = createPool(databaseUrl, { connectionLimit: 1, connectTimeoutMs: 2_000 });
  try {
    // One that has ended meanwhile is an error that does not matter.
    for (const id of ids) await pool.query('KILL ?', [id]).catch(() => {});
  } finally {
    await pool.end().catch(() => {});
  }
}
