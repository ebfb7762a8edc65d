import { applyRoles, createLogins, createPool } from '@kanban/schema';
import { createTestDatabase, type TestDatabase, testDatabases } from '@kanban/schema/testing';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

/** Tables that routines or triggers both fill and empty, and what a refusal in between can leave there. */
const workTables: Readonly<Record<string, string>> = {
  link_walk: 'rows that the next walk empties first, under the lock of all links',
  bulk_changes: 'rows of a session whose number is never used again',
  bulk_sessions: 'a session that its connection ends, or recover_bulk when that is gone',
  import_batches: 'nothing that anybody decides by',
  history_removals:
    'what the next one who lists empties first, and nothing goes by without a row of config_history',
  age_sweeps: 'what the next sweep flags without events',
  outbox_events: 'events of what a statement did',
  subscriptions: 'who follows an item, as one of them did it',
  // What is the board's, and a rebuild makes again where half a statement left it wrong (README, "What it does not do").
  dependencies: 'half a link',
  item_links: 'half a link',
  queues: 'half a move',
  queue_places: 'half a move',
  queue_state: 'half a move',
  flow_counts: 'derived',
  item_state: 'derived',
  person_limits: 'names that are carried or go with their stream',
  person_wip: 'derived',
  item_flow: 'derived',
  item_spells: 'derived',
  visits: 'derived',
  stream_changes: 'a change counted that was none',
};

describe.each(testDatabases())('a refusal that a handler swallows, on $name', (server) => {
  let database: TestDatabase;
  let pool: Pool;
  let moverPool: Pool;
  let mover: PoolConnection;
  let other: string;

  beforeAll(async () => {
    database = await createTestDatabase(server);
    pool = database.pool;
    await applyRoles(database.url);
    const suffix = `_${database.name.slice(-6)}`;
    const { mover: url } = await createLogins(database.url, { mover: 'p@ss' }, { suffix });
    // As a mover has them who may make routines in a database of his own.
    other = `${database.name}_other`;
    await pool.query('CREATE DATABASE ??', [other]);
    const user = `kanban_mover${suffix}`;
    for (const [name, statement] of [
      ['depend', 'INSERT INTO board.dependencies (reference, depends_on) VALUES (p_one, p_two)'],
      ['belong', 'UPDATE board.work_items SET parent = p_two WHERE reference = p_one'],
    ] as const) {
      await pool.query(`
        CREATE FUNCTION ${other}.${name}(p_one VARCHAR(64), p_two VARCHAR(64)) RETURNS INT
          MODIFIES SQL DATA SQL SECURITY INVOKER
        BEGIN
          DECLARE v_refused INT DEFAULT 0;
          DECLARE CONTINUE HANDLER FOR SQLEXCEPTION SET v_refused = 1;
          ${statement.replace('board', database.name)};
          RETURN v_refused;
        END`);
    }
    await pool.query('GRANT EXECUTE ON ??.* TO ?', [other, user]);
    moverPool = createPool(url ?? '', { connectionLimit: 1 });
    mover = await moverPool.getConnection();
  });
  afterAll(async () => {
    mover.destroy();
    await moverPool.end();
    await pool.query('DROP DATABASE ??', [other]);
    await database.drop();
  });
  beforeEach(async () => {
    await pool.query('UPDATE work_items SET parent = NULL');
    await pool.query('DELETE FROM work_items');
    await pool.query("INSERT INTO work_items (reference) VALUES ('a'), ('b'), ('c'), ('d'), ('e')");
  });

  const link = (connection: Pick<Pool, 'query'>, one: string, two: string) =>
    connection.query('INSERT INTO dependencies (reference, depends_on) VALUES (?, ?)', [one, two]);
  const walked = async () => (await pool.query('SELECT item_id FROM link_walk WHERE item_id > 0'))[0];

  test('leaves harmless links and deletions possible', async () => {
    await link(pool, 'a', 'b');
    await link(pool, 'b', 'c');
    await pool.query("UPDATE work_items SET parent = 'd' WHERE reference = 'e'");
    const swallow = async (call: string) =>
      (await mover.query<RowDataPacket[]>(`SELECT ${other}.${call} AS refused`))[0][0]?.refused;
    expect(await swallow("depend('c', 'a')")).toBe(1);
    expect(await swallow("belong('d', 'e')")).toBe(1);
    expect(await walked()).toEqual([]);
    await link(mover, 'd', 'a');
    await link(mover, 'e', 'd');
    await mover.query("UPDATE work_items SET parent = 'a' WHERE reference = 'b'");
    await mover.query("DELETE FROM work_items WHERE reference = 'c'");
    await mover
      .query("DELETE FROM work_items WHERE reference = 'a'")
      .catch((error) => expect(error.errno).toBe(9123));
  });

  test('that left rows before is made up for by the next walk, behind any snapshot', async () => {
    await link(pool, 'b', 'a');
    const [ids] = await pool.query<RowDataPacket[]>('SELECT id FROM work_items');
    const poison = () =>
      pool.query('INSERT INTO link_walk (item_id, via_id, depth) VALUES ?', [
        ids.map(({ id }) => [id, id, 0]),
      ]);
    for (const level of ['READ COMMITTED', 'REPEATABLE READ']) {
      await poison();
      await mover.query(`SET TRANSACTION ISOLATION LEVEL ${level}`);
      await mover.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
      await link(pool, 'c', 'b');
      await link(pool, 'b', 'd');
      await link(mover, 'b', 'e');
      await mover.query('COMMIT');
      await pool.query("DELETE FROM dependencies WHERE depends_on <> 'a'");
    }
    await poison();
    await mover.query("DELETE FROM work_items WHERE reference = 'b'");
    expect(await walked()).toEqual([]);
  });

  test('finds no other table of this kind that nobody decided on', async () => {
    const [bodies] = await pool.query<RowDataPacket[]>(
      `SELECT routine_definition AS body FROM information_schema.routines WHERE routine_schema = ?
       UNION ALL SELECT action_statement FROM information_schema.triggers WHERE trigger_schema = ?`,
      [database.name, database.name],
    );
    const text = bodies.map(({ body }) => String(body)).join('\n');
    const named = (verb: RegExp) => new Set([...text.matchAll(verb)].map(([, table]) => table));
    const emptied = named(/DELETE (?:\w+ )?FROM (\w+)/g);
    const both = [...named(/INSERT (?:IGNORE )?INTO (\w+)/g)].filter((table) => emptied.has(table));
    expect(both.sort()).toEqual(Object.keys(workTables).sort());
  });
});
