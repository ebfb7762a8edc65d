import type { PoolConnection } from 'mysql2/promise';
import { isGalera } from './cluster-lock.ts';
import { queryRepeatedly } from './repeat-deadlocked.ts';
import { ownTables } from './sql-files.ts';

/**
 * Does `work` under a write lock of all our tables, each by its name. What LOCK TABLES is not told, it locks by itself where a
 * trigger uses it, for reading, and on MySQL that request gives way to every writer: writers that have such a table wait for a
 * named one, are the deadlock's victims, and the server opens their tables again at once, without end, each time keeping its
 * memory. The request for a named table comes before writers.
 *
 * Not on Galera, where a lock would end at its node and halt the cluster: DDL waits until this node has applied what others
 * wrote before, and that waits for the lock.
 */
export async function withTablesLocked(connection: PoolConnection, work: () => Promise<void>): Promise<void> {
  if (await isGalera(connection)) return work();
  const tables = [...(await ownTables()), 'schema_migrations'];
  await queryRepeatedly(connection, `LOCK TABLES ${tables.map(() => '?? WRITE').join(', ')}`, tables);
  try {
    await work();
  } finally {
    await queryRepeatedly(connection, 'UNLOCK TABLES');
  }
}
