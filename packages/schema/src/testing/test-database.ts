import { randomBytes } from 'node:crypto';
import type { Pool } from 'mysql2/promise';
import { migrate } from '../migrate/migrate.ts';
import { currentVersion } from '../migrate/sql-files.ts';
import { createPool } from '../pool.ts';
import type { TestServer } from './servers.ts';

export interface TestDatabase {
  readonly name: string;
  /** The administrator's address of this database. */
  readonly url: string;
  readonly pool: Pool;
  drop(): Promise<void>;
}

/** A fresh, migrated database of its own on a test server. Drop it in `afterAll`. */
export async function createTestDatabase(
  server: TestServer,
  { connectionLimit = 20, version = currentVersion } = {},
): Promise<TestDatabase> {
  const name = `kanban_test_${randomBytes(6).toString('hex')}`;
  const address = new URL(server.adminUrl);
  address.pathname = `/${name}`;
  const url = address.href;
  await migrate(url, () => {}, version);
  const pool = createPool(url, { connectionLimit });
  return {
    name,
    url,
    pool,
    async drop() {
      await pool.query('DROP DATABASE ??', [name]);
      await pool.end();
    },
  };
}
