import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface TestServer {
  /** `mariadb` is the machine's own, 10.11 or newer; 11.8 is the one whose locks heed a transaction's snapshot. */
  readonly name: 'mariadb' | 'mariadb-11.8' | 'mysql';
  /** An administrator's address without a database. */
  readonly adminUrl: string;
}

/** Before a release: each test on each server. Takes twice as long. */
const EVERYWHERE = process.env.KANBAN_TEST_EVERYWHERE === '1';

interface TestServers {
  readonly servers: readonly TestServer[];
  readonly redisUrl: string;
  readonly chromium: string;
}

/** The servers `npm test` started (`npm test -- --servers-only` keeps them up for development). */
export function testServers(): TestServers {
  const file =
    process.env.KANBAN_TEST_SERVERS ??
    fileURLToPath(new URL('../../../../.kanban/test-servers.json', import.meta.url));
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as TestServers;
  } catch {
    throw new Error('No test servers: run `npm test`, or `npm test -- --servers-only` in another terminal.');
  }
}

/**
 * MariaDB 10.11, MariaDB 11.8 and MySQL proper, where the machine has them: for what servers differ in (SQL, DDL, locks, rights) and
 * for all rules together. Use with `describe.each`.
 */
export function testDatabases(): readonly TestServer[] {
  return testServers().servers;
}

/**
 * For a rule by itself and for programs that write: MySQL proper and the newest MariaDB, whose locks are the strictest. A third
 * server would make their tests half as long again and show nothing of them.
 */
export function serviceDatabases(): readonly TestServer[] {
  return without('mariadb', 'mariadb-11.8');
}

/** For programs that only read: MySQL proper and the oldest MariaDB, which knows the least SQL. */
export function readerDatabases(): readonly TestServer[] {
  return without('mariadb-11.8', 'mariadb');
}

/** For what a program does whatever the server is, in tests that take long: the newest MariaDB, else what is there. */
export function oneDatabase(): readonly TestServer[] {
  return EVERYWHERE ? testDatabases() : serviceDatabases().slice(0, 1);
}

/** All but one, unless what stands in for it is not there. */
function without(left: TestServer['name'], standIn: TestServer['name']): readonly TestServer[] {
  const servers = testDatabases();
  if (EVERYWHERE) return servers;
  const isThere = servers.some(({ name }) => name === standIn);
  return servers.filter(({ name }) => name !== left || !isThere);
}
