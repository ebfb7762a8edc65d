import { Kysely, MysqlDialect } from 'kysely';
import { createCallbackPool, type PoolOptions } from './pool.ts';
import type { Database } from './tables.ts';

/** Kysely over a pool of `createPool`'s kind. `destroy()` closes it. */
export function createDatabase(url: string, options: PoolOptions = {}): Kysely<Database> {
  return new Kysely<Database>({ dialect: new MysqlDialect({ pool: createCallbackPool(url, options) }) });
}
