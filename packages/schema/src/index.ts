export { createDatabase } from './database.ts';
export * from './instants.ts';
export { parseJson } from './json.ts';
export { MigrationFailed, type MigrationReport, migrate } from './migrate/migrate.ts';
export { BadDatabaseUrl, createPool, type PoolOptions, parseDatabaseUrl } from './pool.ts';
export * from './refusals.ts';
export { isRetryable } from './retry.ts';
export type * from './tables.ts';
export { inTransaction, type TransactionOptions } from './transaction.ts';
