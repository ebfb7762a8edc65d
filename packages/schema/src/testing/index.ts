export { previousVersion } from '../migrate/sql-files.ts';
export * from './board.ts';
export * from './broken-limits.ts';
export * from './drift.ts';
export * from './servers.ts';
export * from './test-database.ts';
