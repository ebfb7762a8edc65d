import { createPool, type Database } from '@kanban/schema';
import { Kysely, MysqlDialect } from 'kysely';
import type { Measurements } from './measurements.ts';

/** Kysely over a pool whose connections are counted. `destroy()` closes them. */
export function connect(
  url: string,
  { connectionLimit, measurements }: { connectionLimit: number; measurements: Measurements },
): Kysely<Database> {
  const pool = createPool(url, {
    connectionLimit,
    connectTimeoutMs: 5_000,
    applicationName: 'kanban-metrics-api',
    readsOnly: true,
  }).pool;
  const { connections, connectionWaits } = measurements;
  connections.set({ state: 'limit' }, connectionLimit);
  connections.set({ state: 'busy' }, 0);
  pool.on('acquire', () => connections.inc({ state: 'busy' }));
  pool.on('release', () => connections.dec({ state: 'busy' }));
  pool.on('enqueue', () => connectionWaits.inc());
  return new Kysely<Database>({ dialect: new MysqlDialect({ pool: pool as never }) });
}
