import type { Pool, RowDataPacket } from 'mysql2/promise';
import { describe, expect, test } from 'vitest';
import { ownTables } from '../migrate/sql-files.ts';
import { createBoard, enter, move } from './board.ts';
import { testDatabases } from './servers.ts';
import { createTestDatabase } from './test-database.ts';

/** What tells when and by whom rows were made. */
const stamps = ['recorded_at', 'created_at', 'created_by', 'updated_at', 'updated_by'];

/** Every row and the next id of every table. */
async function contents(pool: Pool) {
  const rows: Record<string, RowDataPacket[]> = {};
  for (const table of await ownTables()) {
    [rows[table]] = await pool.query<RowDataPacket[]>('SELECT * FROM ?? ORDER BY 1', [table]);
    for (const row of rows[table] ?? []) for (const stamp of stamps) delete row[stamp];
  }
  const connection = await pool.getConnection();
  await connection.query('SET SESSION information_schema_stats_expiry = 0').catch(() => {});
  const [next] = await connection.query<RowDataPacket[]>(
    `SELECT table_name, auto_increment FROM information_schema.tables
     WHERE table_schema = DATABASE() AND auto_increment IS NOT NULL ORDER BY 1`,
  );
  connection.release();
  return { rows, next };
}

describe.each(testDatabases())('an emptied test database on $name', (server) => {
  test('has the rows, the next ids and the sessions of a new one', async () => {
    const database = await createTestDatabase(server, { connectionLimit: 1 });
    const fresh = await contents(database.pool);
    await createBoard(database.pool);
    await enter(database.pool, 'backlog', 'a', 'b');
    await move(database.pool, 'a', 'triage');
    await database.pool.query("UPDATE settings SET value = 'off' WHERE name = 'enforce_wip_limits'");
    await database.pool.query("INSERT INTO value_streams (name) VALUES ('shop')");
    await database.pool.query("SET @kanban_actor = 'ada'");
    const connection = await database.pool.getConnection();
    await connection.beginTransaction();
    await connection.query("INSERT INTO comments (reference, body) VALUES ('a', 'uncommitted')");
    await connection.rollback();
    connection.release();
    expect(await contents(database.pool)).not.toEqual(fresh);

    await database.empty();
    expect(await contents(database.pool)).toEqual(fresh);
    const [[session]] = await database.pool.query<RowDataPacket[]>('SELECT @kanban_actor AS actor');
    expect(session).toEqual({ actor: null });
    await database.drop();
  });
});
