export * from './servers.ts';
export * from './test-database.ts';
