import { setTimeout as pause } from 'node:timers/promises';
import type { PoolConnection, QueryResult } from 'mysql2/promise';

const TRIES = 20;
const PATIENCE_MS = 60_000;
const DEADLOCK = 1213;
const LOCK_WAIT_TIMEOUT = 1205;
/** A read of information_schema met a table that another connection is changing by DDL. */
const TABLE_SKIPPED = 1684;
const again: readonly unknown[] = [DEADLOCK, LOCK_WAIT_TIMEOUT, TABLE_SKIPPED];

/**
 * Repeats `work`, one statement or transaction that leaves nothing behind when it fails, after a deadlock. It repeats
 * often and for long, because next to busy writers MariaDB chooses DDL as the victim nine times in ten. `undo` runs
 * after each failure.
 */
export async function repeatDeadlocked<T>(
  work: () => Promise<T>,
  undo: () => Promise<void> = async () => {},
): Promise<T> {
  const begun = Date.now();
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      await undo();
      const { errno } = error as { errno?: number };
      if (!again.includes(errno)) throw error;
      if (tries >= TRIES && Date.now() - begun > PATIENCE_MS) throw error;
      await pause(Math.random() * 20);
    }
  }
}

/**
 * One statement outside a transaction, repeated so. On a Galera cluster what other nodes write can end any statement with a
 * deadlock, so all that the migrator says goes through here.
 */
export function queryRepeatedly<Result extends QueryResult>(
  connection: Pick<PoolConnection, 'query'>,
  sql: string,
  values?: unknown[],
) {
  return repeatDeadlocked(() => connection.query<Result>(sql, values));
}
