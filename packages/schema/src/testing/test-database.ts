import { randomBytes } from 'node:crypto';
import type { Pool } from 'mysql2/promise';
import { withDatabase } from '../database-url.ts';
import { migrate } from '../migrate/migrate.ts';
import { createPool } from '../pool.ts';
import { allowChosenIds, refuseChosenIds } from './chosen-ids.ts';
import { emptyBoard } from './empty-board.ts';
import { dropBoard, hasDelivered, leaveBoard, noteMade, takeLeftBoard } from './left-boards.ts';
import { pretendClock, tellTime } from './pretended-clock.ts';
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
  /** Ends it; the next test that asks for a board may get this one, emptied. */
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  readonly connectionLimit?: number;
  /** Made for this test, and dropped after it. */
  readonly isNew?: boolean;
  /** As the last release made it and `fillBoard` filled it, to be migrated. */
  readonly ofLastRelease?: boolean;
  /** Sessions may `SET timestamp`. */
  readonly pretendedClock?: boolean;
  /** Statements may choose ids. */
  readonly chosenIds?: boolean;
}

/**
 * An empty, migrated database on a test server, with connections as people make them. `boardTest` also drops it; use this for a
 * database for a single test, or for a script.
 */
export async function createTestDatabase(
  server: TestServer,
  {
    connectionLimit = 20,
    isNew = false,
    ofLastRelease = false,
    pretendedClock = false,
    chosenIds = false,
  }: TestDatabaseOptions = {},
): Promise<TestDatabase> {
  let mayBeLeft = !isNew && !ofLastRelease;
  const left = mayBeLeft ? await takeLeftBoard(server.adminUrl) : undefined;
  const name = left ?? `kanban_test_${randomBytes(6).toString('hex')}`;
  const url = withDatabase(server.adminUrl, name);
  if (left === undefined) {
    await (ofLastRelease ? restoreRelease(url) : migrate(url));
    if (mayBeLeft) await noteMade(server.adminUrl, name);
  }
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
      mayBeLeft &&= !(await hasDelivered(pool));
      await pool.end();
      pool = connect();
      await emptyBoard(pool);
    },
    async drop() {
      mayBeLeft &&= !(await hasDelivered(pool));
      if (mayBeLeft && chosenIds) await refuseChosenIds(pool);
      if (mayBeLeft && pretendedClock) await tellTime(pool);
      await pool.end();
      if (!(mayBeLeft && (await leaveBoard(url)))) await dropBoard(server.adminUrl, name);
    },
  };
}
