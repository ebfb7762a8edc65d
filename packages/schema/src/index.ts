export { settings } from '@kanban/board/settings';
export { nameColumns } from '@kanban/board/text-columns';
export { type ChainedRow, chainHash } from './chain-hash.ts';
export { checkAccess, NoAccess } from './check-access.ts';
export { BadDatabaseUrl, parseDatabaseUrl, requireDatabase } from './database-url.ts';
export { withConnection } from './deadline.ts';
export { type DerivedTable, derivedTables } from './derived-tables.ts';
export type * from './enums.ts';
export * from './instants.ts';
export { parseJson } from './json.ts';
export { inStatements, jsonOf, jsonRows, updateEach } from './json-rows.ts';
export { applyRoles, createLogins, type LoginName } from './logins.ts';
export { type MigrationOptions, type MigrationReport, migrate } from './migrate/migrate.ts';
export { MigrationFailed } from './migrate/migration-failed.ts';
export { type Rewrite, rewriteRows } from './migrate/rewrite-rows.ts';
export { createPool, type PoolOptions } from './pool.ts';
export { type QueueViewsReport, syncQueueViews } from './queue-views.ts';
export * from './refusals.ts';
export { foundNoId, isRetryable, TRIES_FOR_ID, withRemedy } from './retry.ts';
export { rowsAs } from './rows-as.ts';
export { findServerFaults, ServerUnfit } from './server/check-server.ts';
export {
  describeTransaction,
  type OpenTransaction,
  type OpenTransactions,
  readOpenTransactions,
} from './server/open-transactions.ts';
export * from './sessions.ts';
export type { Database } from './tables.ts';
export { inTransaction, type TransactionOptions } from './transaction.ts';
export { isUnusable, refusesLogin } from './unusable.ts';
