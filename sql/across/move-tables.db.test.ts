import { createTestDatabase, enter, type TestDatabase, testDatabases } from '@kanban/schema/testing';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

describe.each(testDatabases())('what a move opens on $name', (server) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase(server);
    const limits = [['one'], ['two']];
    await database.pool.query('INSERT INTO wip_limits (queue_name) VALUES ?', [limits]);
    await enter(database.pool, 'one', 'a');
  });
  afterAll(() => database.drop());

  // The server opens every table of every routine that the triggers may call, once for each routine, also of those that this move
  // does not call. Every move pays for that.
  test('is at most fifty-five tables, however many rules there are', async () => {
    const connection = await database.pool.getConnection();
    try {
      const move = (to: string) =>
        connection.query("UPDATE queues SET queue_name = ? WHERE reference = 'a'", [to]);
      // What a connection uses for the first time is read from the server's own tables.
      for (const to of ['two', 'one']) await move(to);
      const first = await opened(connection);
      const before = await opened(connection);
      await move('two');
      const after = await opened(connection);
      // Reading the counter opens tables too, on MySQL.
      const ofMove = after - before - (before - first);
      expect(ofMove).toBeGreaterThan(10);
      expect(ofMove).toBeLessThanOrEqual(55);
    } finally {
      connection.release();
    }
  });
});

async function opened(connection: PoolConnection): Promise<number> {
  const [rows] = await connection.query<RowDataPacket[]>("SHOW SESSION STATUS LIKE 'Table_open_cache_%s'");
  return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
}
