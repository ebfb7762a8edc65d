import { withConnection } from '@kanban/schema';
import type { Pool, PoolConnection } from 'mysql2/promise';

/** The database, and how long a request may wait for it: one that falls silent holds nobody, and no connection. */
export interface Database {
  readonly pool: Pool;
  readonly config: { readonly databaseDeadlineMs: number };
}

/** Lends `work` a connection for that time. Throws an error that means the database is away when it is over. */
export function inTime<T>(
  { pool, config }: Database,
  work: (connection: PoolConnection) => Promise<T>,
): Promise<T> {
  return withConnection(pool, config.databaseDeadlineMs, work);
}
