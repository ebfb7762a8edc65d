import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface TestServer {
  readonly name: 'mariadb' | 'mysql';
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

/** MariaDB, and MySQL proper where the machine has it: use with `describe.each`. */
export function testDatabases(): readonly TestServer[] {
  return testServers().servers;
}
