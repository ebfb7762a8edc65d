import { createBoard, drift, enter, move, serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** The tables that are made from others, of which `kanban verify` says where they differ and `kanban rebuild` makes them again. */
const derived = [
  'queue_state',
  'person_wip',
  'item_state',
  'item_flow',
  'item_spells',
  'visits',
  'flow_counts',
  'item_links',
  'queue_places',
];

/** What no other table says, so that there is nothing to compare it with. */
const own: Readonly<Record<string, string>> = {
  'queue_state.queue_id': 'a foreign key holds it',
  'queue_state.moves': 'a number that only grows, by which readers see a change',
  'queue_places.place_rank': 'the order that people chose; of the bounds see below',
  'item_state.deleted_from': 'where a restored card goes',
  'item_state.deleted_rank': 'and its place there',
};

/** Found, but for people to look into: a rebuild that made it right would hide that the log was tampered with. */
const notMended = new Set(['item_state.chain_hash']);

/** What to make of a column, where that is not said by its type. */
const broken: Readonly<Record<string, string>> = {
  'queue_state.value_stream': "'other'",
  'queue_state.kind': "IF(kind = 'active', 'buffer', 'active')",
  'queue_state.rules_enforced': "'blocks'",
  'queue_state.first_rank': '9000000000000000000',
  'item_spells.end_kind': "'dropped'",
  'item_links.kind': "IF(kind = 'parent', 'dependency', 'parent')",
};
const brokenByType: Readonly<Record<string, (column: string) => string>> = {
  tinyint: (column) => `1 - ${column}`,
  int: (column) => `COALESCE(${column}, 0) + 1000000`,
  bigint: (column) => `COALESCE(${column}, 0) + 1000000`,
  varchar: (column) => `CONCAT(COALESCE(${column}, ''), 'x')`,
  datetime: (column) => `COALESCE(${column}, '2026-01-01') + INTERVAL 1 DAY`,
  binary: () => "UNHEX(SHA2('x', 256))",
};

/** A row that has a value to break. */
const rows: Readonly<Record<string, string>> = {
  queue_state: "queue_name = 'triage'",
  person_wip: "assignee = 'ann'",
  item_state: "item_id = (SELECT id FROM work_items WHERE reference = 'a')",
  item_flow: "reference = 'a'",
  item_spells: "item_id = (SELECT id FROM work_items WHERE reference = 'a')",
  visits: 'left_at IS NOT NULL',
  flow_counts: "interval_start > '1970-01-01'",
  item_links: "kind = 'dependency'",
  queue_places: 'item_id < 1 << 63',
};

describe.each(serviceDatabases())('every copy that is kept of something on $name', (server) => {
  const database = boardTest(server);
  let connection: PoolConnection;
  beforeAll(async () => {
    const { pool } = database;
    await createBoard(pool);
    await pool.query("INSERT INTO value_streams (name) VALUES ('other')");
    await enter(pool, 'backlog', 'a', 'b', 'c');
    await pool.query(
      "UPDATE work_items SET assignee = 'ann', dependency = 'b', parent = 'c' WHERE reference = 'a'",
    );
    await pool.query("INSERT INTO person_limits (assignee, wip_limit) VALUES ('ann', 3), ('', 5)");
    await move(pool, 'a', 'triage');
    await move(pool, 'b', 'triage');
    connection = await pool.getConnection();
    await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
  });
  afterAll(() => connection.destroy());

  const differences = () => drift(connection as unknown as Pool);
  const rebuild = async (ofAll: boolean) => {
    const [streams] = await connection.query<RowDataPacket[]>(
      "SELECT id FROM value_streams WHERE name = 'main' OR ? ORDER BY id",
      [ofAll],
    );
    for (const { id } of streams) await connection.query('CALL rebuild_projections(?)', [id]);
  };
  const columns = async () => {
    const [found] = await connection.query<RowDataPacket[]>(
      `SELECT table_name AS tableName, column_name AS columnName, data_type AS type FROM information_schema.columns
       WHERE table_schema = DATABASE() AND table_name IN (?)`,
      [derived],
    );
    return found.map(({ tableName, columnName, type }) => ({ table: tableName, column: columnName, type }));
  };
  const breakIn = async (table: string, column: string, type: string) => {
    const name = `${table}.${column}`;
    const value =
      column === 'value_stream_id'
        ? "(SELECT id FROM value_streams WHERE name = 'other')"
        : (broken[name] ?? brokenByType[type]?.(column));
    const [changed] = await connection.query(
      `UPDATE ${table} SET ${column} = ${value} WHERE ${rows[table]} LIMIT 1`,
    );
    expect([name, changed]).toMatchObject([name, { affectedRows: 1 }]);
  };

  test('is found and made again when it is not what it was made from', async () => {
    expect(await differences()).toEqual([]);
    const wrong: string[] = [];
    for (const { table, column, type } of await columns()) {
      const name = `${table}.${column}`;
      if (own[name]) continue;
      await connection.beginTransaction();
      await breakIn(table, column, type);
      if ((await differences()).length === 0) wrong.push(`${name} is not compared`);
      await rebuild(column.startsWith('value_stream')).catch((error) =>
        wrong.push(`${name} stops a rebuild: ${error.message}`),
      );
      if (!notMended.has(name))
        wrong.push(...(await differences()).map((each) => `${name} is not mended: ${each}`));
      await connection.rollback();
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  test('the bounds of the queues are found and made again', async () => {
    await connection.beginTransaction();
    await connection.query('UPDATE queue_places SET place_rank = 7 WHERE item_id >= 1 << 63 LIMIT 1');
    expect(await differences()).not.toEqual([]);
    await rebuild(false);
    expect(await differences()).toEqual([]);
    await connection.rollback();
  });
});
