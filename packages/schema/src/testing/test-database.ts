import { randomBytes } from 'node:crypto';
import type { Pool } from 'mysql2/promise';
import { migrate } from '../migrate/migrate.ts';
import { createPool } from '../pool.ts';
import { allowChosenIds } from './chosen-ids.ts';
import { emptyBoard } from './empty-board.ts';
import { pretendClock } from './pretended-clock.ts';
import { restoreRelease } from './release/restore-release.ts';
import type { TestServer } from './servers.ts';

export interface TestDatabase {
  readonly name: string;
  /** The administrator's address of this database. */
  readonly url: string;
  /** Another one after `empty()`. */
  readonly pool: Pool;
  /** For `beforeEach`: rows, ids and sessions as in a new database, much faster than one. Objects a test made or dropped stay so. */
  empty(): Promise<void>;
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  readonly connectionLimit?: number;
  /** As the last release made it and `fillBoard` filled it, to be migrated. */
  readonly ofLastRelease?: boolean;
  /** Sessions may `SET timestamp`. */
  readonly pretendedClock?: boolean;
  /** Statements may choose ids. */
  readonly chosenIds?: boolean;
}

/**
 * A fresh, migrated database on a test server, with connections as people make them. `boardTest` also drops it; use this for a
 * database for a single test, or for a script.
 */
export async function createTestDatabase(
  server: TestServer,
  {
    connectionLimit = 20,
    ofLastRelease = false,
    pretendedClock = false,
    chosenIds = false,
  }: TestDatabaseOptions = {},
): Promise<TestDatabase> {
  const name = `kanban_test_${randomBytes(6).toString('hex')}`;
  const address = new URL(server.adminUrl);
  address.pathname = `/${name}`;
  const url = address.href;
  await (ofLastRelease ? restoreRelease(url) : migrate(url));
  const connect = () => createPool(url, { connectionLimit, asServerIsolates: true });
  let pool = connect();
  if (chosenIds) await allowChosenIds(pool);
  if (pretendedClock) await pretendClock(pool);
  return {
    name,
    url,
    get pool() {
      return pool;
    },
    async empty() {
      await pool.end();
      pool = connect();
      await emptyBoard(pool);
    },
    async drop() {
      await pool.query('DROP DATABASE ??', [name]);
      await pool.end();
    },
  };
}
