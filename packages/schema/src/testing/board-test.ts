import { afterAll, beforeAll } from 'vitest';
import type { TestServer } from './servers.ts';
import { createTestDatabase, type TestDatabase, type TestDatabaseOptions } from './test-database.ts';

/**
 * A fresh board for all tests of a `describe` block: created before the first hook that comes after this call, dropped after the
 * last test. Hooks and tests may use it; while vitest collects them, it does not exist yet.
 */
export function boardTest(server: TestServer, options: TestDatabaseOptions = {}): TestDatabase {
  let created: TestDatabase | undefined;
  const board = () => {
    if (!created)
      throw new Error('boardTest: use the board in hooks and tests, not in the body of describe.');
    return created;
  };
  beforeAll(async () => {
    created = await createTestDatabase(server, options);
  });
  afterAll(() => created?.drop());
  return {
    get name() {
      return board().name;
    },
    get url() {
      return board().url;
    },
    get pool() {
      return board().pool;
    },
    empty: () => board().empty(),
    drop: () => board().drop(),
  };
}
