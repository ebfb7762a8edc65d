import { migrate, refusalOf } from '@kanban/schema';
import { createTestDatabase, serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { RowDataPacket } from 'mysql2/promise';
import { describe, expect, test } from 'vitest';
import { configuration, jsonObject } from '../config-history.ts';
import { type Board, type Change, type Link, undo } from '../testing/undo.ts';

/** Statements that change settings in every way there is; some are refused by what came before, which must leave no row. */
const statements = [
  "INSERT INTO value_streams (name, time_zone) VALUES ('shop', 'Europe/Berlin')",
  "INSERT INTO wip_limits (value_stream, queue_name, wip_limit, kind) VALUES ('shop', 'in', -1, 'backlog'), ('shop', 'doing', 3, 'active')",
  "INSERT INTO wip_limits (queue_name, wip_limit) VALUES ('in', -1), ('doing', 2), ('done', -1)",
  "UPDATE wip_limits SET wip_limit = 5 WHERE queue_name = 'doing'",
  "UPDATE wip_limits SET wip_limit = -5 WHERE queue_name = 'doing'",
  "INSERT INTO transitions (from_queue, to_queue) VALUES ('in', 'doing'), ('doing', 'done'), ('done', 'doing')",
  "UPDATE transitions SET to_queue = 'done' WHERE from_queue = 'in'",
  "UPDATE wip_limits SET queue_name = 'work' WHERE queue_name = 'doing' AND value_stream = 'main'",
  "DELETE FROM transitions WHERE from_queue = 'done'",
  "INSERT INTO members (name, email, may_fast_track) VALUES ('ada', 'ada@example.test', TRUE), ('bob', NULL, FALSE)",
  "INSERT INTO stream_managers (value_stream, member) VALUES ('main', 'ada'), ('shop', 'ada'), ('shop', 'bob')",
  "INSERT INTO subscriptions (topic, member) VALUES ('queue.*', 'ada')",
  "UPDATE members SET name = 'Ada', display_name = 'Ada \\\\ \"L\"' WHERE name = 'ada'",
  "INSERT INTO person_limits (value_stream, assignee, wip_limit) VALUES ('main', '', 3), ('shop', 'Ada', 2)",
  "UPDATE person_limits SET wip_limit = 4, assignee = 'bob' WHERE assignee = 'Ada'",
  "INSERT INTO settings (name, value_stream, value) VALUES ('enforce_blocks', '', 'on'), ('enforce_blocks', 'main', 'off')",
  "UPDATE settings SET value = 'on' WHERE value_stream = 'main'",
  "INSERT INTO settings (name, value) VALUES ('enforce_blocks', 'off') ON DUPLICATE KEY UPDATE value = 'off'",
  "REPLACE INTO settings (name, value_stream, value) VALUES ('enforce_blocks', 'main', 'off')",
  "INSERT INTO sla_policies (value_stream, class_of_service, target_hours, clock) VALUES ('shop', 'expedite', 8.125, 'working')",
  'UPDATE sla_policies SET target_hours = 16.5, measure = 2',
  "INSERT INTO sla_objectives (value_stream, class_of_service, objective) VALUES ('shop', 'expedite', 0.95)",
  'UPDATE sla_objectives SET objective = 0.99, window_days = 7',
  "INSERT INTO working_hours (value_stream, weekday, starts, ends) VALUES ('shop', 1, '09:00', '17:00'), ('main', 2, '08:30', '24:00')",
  "UPDATE working_hours SET starts = '09:30' WHERE value_stream = 'shop'",
  "INSERT INTO holidays (value_stream, day, name) VALUES ('shop', '2026-12-25', 'Christmas'), ('main', '2027-01-01', '')",
  "INSERT INTO annotations (value_stream, day, text) VALUES ('shop', '2026-12-24', 'New tester'), ('main', '2026-12-24', 'Moved house')",
  "UPDATE annotations SET day = '2026-12-23', text = 'Moved' WHERE value_stream = 'main'",
  "INSERT INTO subscriptions (topic, value_stream, role) VALUES ('queue.*', 'shop', 'manager'), ('*', NULL, 'logger')",
  'UPDATE subscriptions SET is_active = FALSE',
  "INSERT INTO endpoints (name, channel, url, secret) VALUES ('ops', 'webhook', 'https://x.test/hook', 'whsec_c2VjcmV0')",
  "UPDATE endpoints SET is_active = FALSE, url = 'https://y.test/other'",
  "UPDATE value_streams SET name = 'store', time_zone = 'Asia/Tokyo' WHERE name = 'shop'",
  "UPDATE holidays SET name = 'New year' WHERE value_stream = 'main'",
  "DELETE FROM members WHERE name = 'Ada'",
  "DELETE FROM wip_limits WHERE queue_name = 'work' AND value_stream = 'main'",
  "DELETE FROM wip_limits WHERE value_stream IN ('shop', 'store')",
  "DELETE FROM value_streams WHERE name IN ('shop', 'store')",
  'DELETE FROM endpoints',
  "INSERT INTO value_streams (name) VALUES ('shop')",
];

describe.each(serviceDatabases())('the settings of a board on $name', (server) => {
  const database = boardTest(server);

  const rows = async (sql: string, values: unknown[] = []) =>
    (await database.pool.query<RowDataPacket[]>(sql, values))[0];
  const parse = (value: unknown) => (typeof value === 'string' ? JSON.parse(value) : value);

  const present = async (): Promise<Board> => {
    const board: Board = new Map();
    for (const [table, { columns }] of Object.entries(configuration)) {
      const found = await rows(`SELECT ${jsonObject(columns, 't')} AS was FROM ${table} t`);
      board.set(
        table,
        found.map((row) => parse(row.was)),
      );
    }
    return board;
  };
  const changesSince = async (instant: number): Promise<Change[]> => {
    const found = await rows(
      `SELECT table_name AS \`table\`, change_kind AS kind, row_key AS rowKey, old_row AS old FROM config_history
       WHERE recorded_at >= TIMESTAMPADD(MICROSECOND, ?, '1970-01-01') ORDER BY id DESC`,
      [instant],
    );
    return found.map(
      (row) => ({ ...row, rowKey: parse(row.rowKey), old: parse(row.old) }) as unknown as Change,
    );
  };
  /** Foreign keys between settings by which a rename is carried without a trigger. */
  const links = async (): Promise<Link[]> => {
    const found = await rows(
      `SELECT k.table_name AS child, k.referenced_table_name AS parent, r.constraint_name AS name,
              k.column_name AS childColumn, k.referenced_column_name AS parentColumn
       FROM information_schema.referential_constraints r
       JOIN information_schema.key_column_usage k ON k.constraint_schema = r.constraint_schema
         AND k.constraint_name = r.constraint_name AND k.table_name = r.table_name
       WHERE r.constraint_schema = DATABASE() AND r.update_rule = 'CASCADE'`,
    );
    const known = found.filter((row) => row.child in configuration && row.parent in configuration);
    return [...Map.groupBy(known, (row) => `${row.child} ${row.name}`).values()].map((pairs) => ({
      child: pairs[0]?.child,
      parent: pairs[0]?.parent,
      columns: pairs.map((row) => [row.childColumn, row.parentColumn] as const),
    }));
  };
  const sorted = (board: Board) =>
    Object.fromEntries(
      [...board].map(([table, each]) => [table, each.map((row) => JSON.stringify(row)).sort()]),
    );

  test('at every instant of the past are the present ones with every change since then undone, newest first', async () => {
    const moments: { after: string; at: number; board: Board }[] = [];
    for (const statement of ['SELECT 1', ...statements]) {
      await database.pool.query(statement).catch((error) => {
        if (error.errno === 1064 || error.errno === 1054) throw error;
      });
      const board = await present();
      const [clock] = await rows('SELECT clock_utc() AS at');
      moments.push({ after: statement, at: clock?.at, board });
    }
    const touched = await rows('SELECT DISTINCT table_name AS name FROM config_history ORDER BY name');
    expect(touched.map(({ name }) => name)).toEqual(Object.keys(configuration).toSorted());
    const now = await present();
    const keys = await links();
    for (const { after, at, board } of moments)
      expect([after, sorted(undo(now, await changesSince(at), keys, configuration))]).toEqual([
        after,
        sorted(board),
      ]);
  });

  test('are kept without addresses and secrets', async () => {
    const [text] = await rows(
      'SELECT GROUP_CONCAT(CONCAT(old_row, row_key)) AS everything FROM config_history WHERE old_row IS NOT NULL',
    );
    for (const secret of ['ada@example.test', 'https://', 'whsec_'])
      expect(text?.everything).not.toContain(secret);
  });

  test('who changed them and when stands there, and nobody changes that', async () => {
    const changes = await rows('SELECT DISTINCT actor, login FROM config_history');
    expect(changes).toEqual([{ actor: 'root@localhost', login: 'root@localhost' }]);
    for (const statement of ["UPDATE config_history SET actor = 'x'", 'DELETE FROM config_history']) {
      const error = await database.pool.query(statement).catch((reason) => reason);
      expect(refusalOf(error)?.code).toBe('HISTORY_APPEND_ONLY');
    }
  });

  test('are kept from the first row of a stream on: when it was made, or the board was upgraded', async () => {
    const begins = `SELECT JSON_VALUE(row_key, '$.id') + 0 AS id, MIN(change_kind) AS kind FROM config_history
      WHERE table_name = 'value_streams' AND change_kind IN ('begin', 'insert') GROUP BY 1 ORDER BY 1`;
    expect((await rows(begins))[0]).toMatchObject({ id: 1, kind: 'begin' });
    const streams = await rows('SELECT id FROM value_streams ORDER BY id');
    expect((await rows(begins)).map(({ id }) => id)).toEqual(
      expect.arrayContaining(streams.map(({ id }) => id)),
    );

    const old = await createTestDatabase(server);
    try {
      await old.pool.query("INSERT INTO value_streams (name) VALUES ('other')");
      // As a board from before settings were kept, or one whose rows an administrator cleared. No trigger sees it.
      await old.pool.query('TRUNCATE config_history');
      await migrate(old.url);
      await migrate(old.url);
      const [found] = await old.pool.query<RowDataPacket[]>(begins);
      expect(found).toMatchObject([{ kind: 'begin' }, { kind: 'begin' }]);
      const [all] = await old.pool.query<RowDataPacket[]>('SELECT COUNT(*) AS n FROM config_history');
      expect(all).toEqual([{ n: 2 }]);
    } finally {
      await old.drop();
    }
  });
});
