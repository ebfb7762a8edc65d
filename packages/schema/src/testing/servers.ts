import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface TestServer {
  /** `mariadb` is the machine's own, 10.11 or newer; 11.8 is the one whose locks heed a transaction's snapshot. */
  readonly name: 'mariadb' | 'mariadb-11.8' | 'mysql';
  /** An administrator's address without a database. */
  readonly adminUrl: string;
}

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
 * Every server of the tests, for what the database itself keeps (the rules, the migrations): use with `describe.each`. MariaDB
 * 10.11, MariaDB 11.8 and MySQL proper, where the machine has them.
 */
export function testDatabases(): readonly TestServer[] {
  return testServers().servers;
}

/**
 * For programs that write: MySQL proper and one MariaDB, the newest, whose locks are the strictest. A third server would make
 * their tests half as long again and show nothing of the program.
 */
export function serviceDatabases(): readonly TestServer[] {
  return without('mariadb', 'mariadb-11.8');
}

/** For programs that only read: MySQL proper and the oldest MariaDB, which knows the least SQL. */
export function readerDatabases(): readonly TestServer[] {
  return without('mariadb-11.8', 'mariadb');
}

/** All but one, unless what stands in for it is not there. */
function without(left: TestServer['name'], standIn: TestServer['name']): readonly TestServer[] {
  const servers = testDatabases();
  const isThere = servers.some(({ name }) => name === standIn);
  return servers.filter(({ name }) => name !== left || !isThere);
}
