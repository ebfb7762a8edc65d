import type { Pool, RowDataPacket } from 'mysql2/promise';
import { describe, expect, test } from 'vitest';
import { ownTables } from '../migrate/sql-files.ts';
import { createBoard, enter, move } from './board.ts';
import { boardTest } from './board-test.ts';
import { tellNextIds } from './empty-board.ts';
import { hasDelivered, isSound } from './left-boards.ts';
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
  await tellNextIds(connection);
  const [next] = await connection.query<RowDataPacket[]>(
    `SELECT table_name, auto_increment FROM information_schema.tables
     WHERE table_schema = DATABASE() AND auto_increment IS NOT NULL ORDER BY 1`,
  );
  connection.release();
  return { rows, next };
}

describe.each(testDatabases())('an emptied test database on $name', (server) => {
  test('has the rows, the next ids and the sessions of a new one', async () => {
    const database = await createTestDatabase(server, { connectionLimit: 1, isNew: true });
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

describe.each(testDatabases())('a test database on $name', (server) => {
  const board = boardTest(server, { connectionLimit: 1 });

  test('is left to nobody while something is in it that a new one has not, and to the next test without', async () => {
    const spoilt = [
      ['CREATE TRIGGER mine BEFORE INSERT ON annotations FOR EACH ROW SET @mine = 1', 'DROP TRIGGER mine'],
      ['ALTER PROCEDURE check_id SQL SECURITY INVOKER', 'ALTER PROCEDURE check_id SQL SECURITY DEFINER'],
      ['ALTER TABLE comments ADD COLUMN mine INT NULL', 'ALTER TABLE comments DROP COLUMN mine'],
      ['CREATE VIEW mine AS SELECT 1 AS one', 'DROP VIEW mine'],
      ['ALTER TABLE link_walk ENGINE = MyISAM', 'ALTER TABLE link_walk ENGINE = InnoDB'],
      [
        'ALTER TABLE queues STATS_PERSISTENT = 1, STATS_AUTO_RECALC = 0',
        'ALTER TABLE queues STATS_PERSISTENT = DEFAULT, STATS_AUTO_RECALC = DEFAULT',
      ],
      ['GRANT SELECT ON comments TO CURRENT_USER()', 'REVOKE SELECT ON comments FROM CURRENT_USER()'],
    ] as const;
    const isSoundNow = async () => {
      const connection = await board.pool.getConnection();
      return isSound(connection, board.name).finally(() => connection.release());
    };
    const answers: unknown[] = [];
    for (const [spoil, mend] of spoilt) {
      await board.pool.query(spoil);
      answers.push(await isSoundNow());
      await board.pool.query(mend);
    }
    expect(answers).toEqual(spoilt.map(() => false));
    await createBoard(board.pool);
    await enter(board.pool, 'backlog', 'a');
    expect(await isSoundNow()).toBe(true);
  });

  test('tells that something was delivered, also when that is deleted', async () => {
    expect(await hasDelivered(board.pool)).toBe(false);
    const connection = await board.pool.getConnection();
    await connection.query('SET foreign_key_checks = 0');
    await connection.query(
      "INSERT INTO deliveries (event_id, channel, recipient) VALUES (1, 'email', 'ada@example.test')",
    );
    await connection.query('DELETE FROM deliveries');
    connection.destroy();
    expect(await hasDelivered(board.pool)).toBe(true);
  });
});
