import { refusalOf } from '@kanban/schema';
import {
  createBoard,
  createTestDatabase,
  enter,
  everything,
  serviceDatabases,
  type TestDatabase,
} from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

/** Beside each of these the login is kept. */
const withLogin = {
  audit_log: ['login'],
  config_history: ['login'],
  blocked_intervals: ['blocked_login', 'unblocked_login'],
  field_history: ['login'],
  import_batches: ['login'],
  placements: ['login'],
};

/** Who is named here is not kept with a login, and why. */
const withoutLogin: Record<string, string> = {
  bulk_sessions: 'gone when it ends; import_batches keeps it',
  deliveries: 'an administrator who dropped a dead letter',
  report_runs: 'written by housekeeping; enforce_actors holds for it as well',
  sla_flags: 'decided by due_date or policy, which are no persons',
  // Rows as they are now, not history: enforce_actors keeps their stamps honest, and changes of work items are in field_history.
  ...Object.fromEntries(
    [
      ['attachments', 'checklist_items', 'comments', 'dependencies', 'queues', 'work_items'],
      [
        'annotations',
        'endpoints',
        'holidays',
        'members',
        'person_limits',
        'settings',
        'sla_objectives',
        'sla_policies',
        'stream_managers',
      ],
      ['subscriptions', 'transitions', 'value_streams', 'wip_limits', 'working_hours'],
    ].flatMap((names) => names.map((name) => [name, 'stamps of the row as it is'])),
  ),
};

const moves = [
  "UPDATE queues SET queue_name = 'triage' WHERE reference = 'a'",
  "DELETE FROM queues WHERE reference = 'a'",
  "INSERT INTO queues (reference, queue_name) VALUES ('off', 'backlog')",
];
const changes = [
  "UPDATE work_items SET priority = 4 WHERE reference = 'a'",
  "UPDATE work_items SET blocked_reason = 'no data' WHERE reference = 'a'",
  "INSERT INTO comments (reference, body) VALUES ('a', 'mine')",
  "CALL place_item('b', 'before', 'a')",
  "CALL delete_item('a')",
  "INSERT INTO work_items (reference) VALUES ('new')",
  'CALL begin_bulk()',
];

describe.each(serviceDatabases())('who did it, on $name', (server) => {
  const database = boardTest(server);
  let connection: PoolConnection;
  beforeAll(async () => {
    await createBoard(database.pool);
    await enter(database.pool, 'backlog', 'a', 'b');
    await database.pool.query("INSERT INTO work_items (reference) VALUES ('off')");
  });
  beforeEach(async () => {
    await speaks(false);
    connection = await database.pool.getConnection();
  });
  afterEach(() => connection.destroy());

  const speaks = (may: boolean) =>
    database.pool.query("UPDATE members SET may_speak_for_others = ? WHERE name = 'root'", [may]);
  const enforce = (value: 'on' | 'off') =>
    database.pool.query("UPDATE settings SET value = ? WHERE name = 'enforce_actors'", [value]);
  const query = async (sql: string, values: unknown[] = []) =>
    (await connection.query<RowDataPacket[]>(sql, values))[0];
  const code = (statement: string) =>
    query(statement).then(
      () => 'done',
      (error) => refusalOf(error)?.code ?? error,
    );
  const rollBack = async (work: () => Promise<void>) => {
    await connection.beginTransaction();
    await work();
    await connection.rollback();
  };

  test('every table that names an actor keeps the login beside it, or somebody decided that it need not', async () => {
    const rows = await query(
      `SELECT c.table_name AS name, GROUP_CONCAT(c.column_name ORDER BY c.column_name) AS columns
       FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = DATABASE() AND t.table_type = 'BASE TABLE'
         AND (c.column_name = 'actor' OR c.column_name LIKE '%\\_by') AND c.column_name NOT IN ('claimed_by', 'carried_by')
       GROUP BY c.table_name`,
    );
    const names = rows.map((row) => row.name as string);
    expect(names.toSorted()).toEqual([...Object.keys(withLogin), ...Object.keys(withoutLogin)].toSorted());
    for (const [table, logins] of Object.entries(withLogin)) await query(`SELECT ${logins} FROM ${table}`);
  });

  test.each([...moves, ...changes])('on a new board nobody acts as somebody else: %s', async (statement) => {
    const before = await everything(connection);
    for (const actor of ['ada', 'root@elsewhere', 'root ', 'ROOT', 'housekeeping']) {
      await query('SET @kanban_actor = ?', [actor]);
      expect([actor, await code(statement)]).toEqual([actor, 'UNPROVEN_ACTOR']);
    }
    expect(await everything(connection)).toEqual(before);
    for (const actor of ['root', 'root@localhost', '', null]) {
      await query('SET @kanban_actor = ?', [actor]);
      await rollBack(async () => expect([actor, await code(statement)]).toEqual([actor, 'done']));
    }
    await speaks(true);
    await query("SET @kanban_actor = 'ada'");
    await rollBack(async () => expect(await code(statement)).toBe('done'));
  });

  test('a right that was taken away counts for nothing behind an older snapshot', async () => {
    await speaks(true);
    await query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await connection.beginTransaction();
    await query('SELECT may_speak_for_others FROM members');
    await speaks(false);
    await query("SET @kanban_actor = 'ada'");
    expect(await code(moves[0] as string)).not.toBe('done');
    await connection.rollback();
  });

  test('within bulk work nobody becomes somebody else either', async () => {
    await connection.beginTransaction();
    await query('CALL begin_bulk()');
    await query("SET @kanban_actor = 'ada'");
    expect(await code("INSERT INTO queues (reference, queue_name) VALUES ('off', 'test')")).toBe(
      'UNPROVEN_ACTOR',
    );
    expect(await code(moves[0] as string)).toBe('UNPROVEN_ACTOR');
    await connection.rollback();
  });

  test('where it only observes, the log notes it, and each history has the login', async () => {
    await enforce('off');
    await query("SET @kanban_actor = 'ada'");
    await rollBack(async () => {
      for (const statement of [...moves, ...changes.slice(0, 4)]) {
        if (statement.startsWith('DELETE')) continue;
        expect([statement, await code(statement)]).toEqual([
          statement,
          statement.startsWith('CALL place') ? 'INVALID_PLACE' : 'done',
        ]);
      }
      await query("CALL place_item('b', 'before', 'off')");
      await query("UPDATE work_items SET blocked_reason = NULL WHERE reference = 'a'");
      expect(await query('SELECT actor, login, rule_notes FROM audit_log ORDER BY id DESC LIMIT 2')).toEqual(
        Array(2).fill({ actor: 'ada', login: 'root@localhost', rule_notes: 'unproven_actor' }),
      );
      const last = { actor: 'ada', login: 'root@localhost' };
      for (const table of ['field_history', 'placements'])
        expect(await query(`SELECT actor, login FROM ${table} ORDER BY id DESC LIMIT 1`)).toEqual([last]);
      expect(
        await query(
          'SELECT blocked_by, blocked_login, unblocked_by, unblocked_login FROM blocked_intervals ORDER BY id DESC LIMIT 1',
        ),
      ).toEqual([
        {
          blocked_by: 'ada',
          blocked_login: 'root@localhost',
          unblocked_by: 'ada',
          unblocked_login: 'root@localhost',
        },
      ]);
    });
    await speaks(true);
    await rollBack(async () => {
      await query(moves[0] as string);
      expect(await query('SELECT rule_notes FROM audit_log ORDER BY id DESC LIMIT 1')).toEqual([
        { rule_notes: null },
      ]);
    });
    await enforce('on');
  });

  test('nobody passes a move or a change off as housekeeping or an import', async () => {
    for (const source of ['housekeeping', 'import']) {
      await query('SET @kanban_source = ?', [source]);
      for (const statement of [...moves, changes[0] as string])
        expect([source, statement, await code(statement)]).toEqual([source, statement, 'RESERVED_SOURCE']);
    }
  });

  test('a board without these settings works as before, and notes unproven actors in rule_notes', async () => {
    const old = await createTestDatabase(server);
    try {
      await old.pool.query("DELETE FROM settings WHERE name IN ('enforce_actors', 'mail_domains')");
      await createOldBoard(old);
      const session = await old.pool.getConnection();
      await session.query("SET @kanban_actor = 'ada'");
      await session.query("UPDATE queues SET queue_name = 'doing' WHERE reference = 'x'");
      session.release();
      const [rows] = await old.pool.query('SELECT actor, login, rule_notes FROM audit_log ORDER BY id');
      expect(rows).toEqual([
        { actor: 'root@localhost', login: 'root@localhost', rule_notes: null },
        { actor: 'ada', login: 'root@localhost', rule_notes: 'unproven_actor' },
      ]);
      const broken = 'SELECT id FROM audit_log_chain WHERE NOT (chain_hash <=> expected_hash)';
      expect((await old.pool.query(broken))[0]).toEqual([]);
      const addresses = "SELECT address_of_member('eve@anywhere.test') AS address";
      expect((await old.pool.query(addresses))[0]).toEqual([{ address: 'eve@anywhere.test' }]);
    } finally {
      await old.drop();
    }
  });

  const createOldBoard = async ({ pool }: TestDatabase) => {
    await pool.query("INSERT INTO wip_limits (queue_name, wip_limit) VALUES ('backlog', -1), ('doing', -1)");
    await enter(pool, 'backlog', 'x');
  };
});
