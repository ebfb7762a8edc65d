import { refusalOf } from '@kanban/schema';
import { createBoard, enter, everything, move, serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const stamps = 'created_at, created_by, updated_at, updated_by';
const forged = "'2001-01-01', 'mallory', '2001-01-01', 'mallory'";

/** Every table people write: the columns and values of a row, which row that is, and a change to it. */
const tables = [
  ['value_streams', 'name', "'other'", "name = 'other'", "time_zone = 'Asia/Tokyo'"],
  ['wip_limits', 'queue_name', "'review'", "queue_name = 'review'", 'wip_limit = 4'],
  ['work_items', 'reference', "'new'", "reference = 'new'", 'priority = 4'],
  ['queues', 'reference, queue_name', "'c', 'backlog'", "reference = 'c'", "queue_name = 'triage'"],
  ['subscriptions', 'recipient', "'a@example.test'", 'TRUE', 'is_active = FALSE'],
  ['endpoints', 'name, channel, url', "'ops', 'slack', 'https://chat.test/x'", 'TRUE', 'is_active = FALSE'],
  ['settings', 'name, value', "'default_recipient', 'a'", "name = 'default_recipient'", "value = 'b'"],
  ['sla_objectives', 'objective', '0.9', 'TRUE', 'objective = 0.8'],
  ['sla_policies', 'target_hours', '24', 'TRUE', 'target_hours = 48'],
  ['person_limits', 'assignee, wip_limit', "'ada', 3", 'TRUE', 'wip_limit = 4'],
  ['transitions', 'from_queue, to_queue', "'backlog', 'triage'", 'TRUE', "to_queue = 'test'"],
  ['members', 'name', "'ada'", "name = 'ada'", "display_name = 'Ada'"],
  ['stream_managers', 'value_stream, member', "'main', 'ada'", 'TRUE', "value_stream = 'main'"],
  ['dependencies', 'reference, depends_on', "'a', 'b'", "reference = 'a'", "depends_on = 'b'"],
  ['comments', 'reference, body', "'a', 'Looks wrong'", 'TRUE', "body = 'Looks right'"],
  ['checklist_items', 'reference, label', "'a', 'Tested'", 'TRUE', 'is_done = TRUE'],
  ['attachments', 'reference, name, address', "'a', 'x', 'https://x.test'", 'TRUE', "name = 'y'"],
  ['working_hours', 'weekday, starts, ends', "1, '09:00', '17:00'", 'TRUE', "ends = '18:00'"],
  ['annotations', 'day, text', "'2026-12-24', 'x'", 'TRUE', "text = 'y'"],
  ['holidays', 'day', "'2026-12-25'", 'TRUE', "name = 'Christmas'"],
] as const;

describe.each(serviceDatabases())('who and when on $name', (server) => {
  const database = boardTest(server, { pretendedClock: true });
  let connection: PoolConnection;
  beforeAll(async () => {
    await createBoard(database.pool);
    await enter(database.pool, 'backlog', 'a', 'b', 'moved');
    await database.pool.query("INSERT INTO work_items (reference) VALUES ('c')");
    connection = await database.pool.getConnection();
  });
  afterAll(() => connection.release());

  /** Runs statements at an instant (seconds since 1970, to the microsecond) as somebody, then forgets both. */
  async function at(seconds: string, actor: string | null, ...statements: string[]) {
    await connection.query(`SET timestamp = ${seconds}, @kanban_actor = ?`, [actor]);
    try {
      for (const statement of statements) await connection.query(statement);
    } finally {
      await connection.query('SET timestamp = DEFAULT, @kanban_actor = NULL');
    }
  }

  /** Runs work while the login of the tests may act as nobody but itself. */
  const unproven = async (work: () => Promise<void>) => {
    await database.pool.query("UPDATE members SET may_speak_for_others = FALSE WHERE name = 'root'");
    try {
      await work();
    } finally {
      await database.pool.query("UPDATE members SET may_speak_for_others = TRUE WHERE name = 'root'");
    }
  };

  const stampsOf = async (table: string, where: string) => {
    const [rows] = await connection.query<RowDataPacket[]>(`SELECT ${stamps} FROM ${table} WHERE ${where}`);
    return rows;
  };

  test.each(tables)('%s refuses an actor that the login may not be', async (table, columns, values) => {
    const rows = `SELECT * FROM ${table} ORDER BY 1, 2`;
    const [before] = await connection.query(rows);
    await unproven(async () => {
      const statements = [`INSERT INTO ${table} (${columns}) VALUES (${values})`];
      if (table === 'value_streams') statements.push("UPDATE value_streams SET time_zone = 'Asia/Tokyo'");
      for (const statement of statements) {
        const error = await at('1900000000', 'mallory', statement).catch((reason) => reason);
        expect([statement, refusalOf(error)?.code]).toEqual([statement, 'UNPROVEN_ACTOR']);
      }
    });
    const [after] = await connection.query(rows);
    if (table !== 'members') expect(after).toEqual(before);
  });

  test.each(tables)(
    '%s keeps both, and nobody can forge them',
    async (table, columns, values, where, change) => {
      const insert = `INSERT INTO ${table} (${columns}, ${stamps}) VALUES (${values}, ${forged})`;
      await at('1900000000.123456', 'ada', insert);
      const created = { created_at: 1900000000123456, created_by: 'ada' };
      expect(await stampsOf(table, where)).toEqual([
        { ...created, updated_at: 1900000000123456, updated_by: 'ada' },
      ]);

      const forgery = `created_at = '2001-01-01', created_by = 'm', updated_at = '2001-01-01', updated_by = 'm'`;
      await at('1900000001.5', 'grace', `UPDATE ${table} SET ${change}, ${forgery} WHERE ${where}`);
      expect(await stampsOf(table, table === 'transitions' ? "to_queue = 'test'" : where)).toEqual([
        { ...created, updated_at: 1900000001500000, updated_by: 'grace' },
      ]);
      if (table === 'transitions') await connection.query('DELETE FROM transitions');
    },
  );

  test('all tables with these columns are tested here', async () => {
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = DATABASE() AND c.column_name = 'updated_by' AND t.table_type = 'BASE TABLE'`,
    );
    expect(rows.map(({ name }) => name).sort()).toEqual(tables.map(([table]) => table).sort());
  });

  test('without an actor it is the login, also when the actor is empty', async () => {
    await at('1900000002', null, "INSERT INTO work_items (reference) VALUES ('by-login')");
    await at('1900000002', '', "UPDATE queues SET queue_name = 'triage' WHERE reference = 'b'");
    expect((await stampsOf('work_items', "reference = 'by-login'"))[0]?.created_by).toBe('root@localhost');
    expect((await stampsOf('queues', "reference = 'b'"))[0]?.updated_by).toBe('root@localhost');
  });

  test('an actor longer than the column is cut, not refused', async () => {
    await at('1900000003', 'x'.repeat(300), "UPDATE work_items SET priority = 9 WHERE reference = 'a'");
    expect((await stampsOf('work_items', "reference = 'a'"))[0]?.updated_by).toBe('x'.repeat(288));
  });

  test('an INSERT that becomes an UPDATE keeps who created the row', async () => {
    const upsert = `INSERT INTO work_items (reference) VALUES ('upsert')
                    ON DUPLICATE KEY UPDATE priority = 7, created_by = VALUES(created_by), created_at = VALUES(created_at)`;
    await at('1900000000', 'ada', upsert);
    await at('1900000009', 'grace', upsert);
    expect(await stampsOf('work_items', "reference = 'upsert'")).toEqual([
      { created_at: 1900000000000000, created_by: 'ada', updated_at: 1900000009000000, updated_by: 'grace' },
    ]);
  });

  test('a renamed queue is no change to its cards', async () => {
    const before = await stampsOf('queues', "reference = 'a'");
    await at(
      '1900000010',
      'grace',
      "UPDATE wip_limits SET queue_name = 'ideas' WHERE queue_name = 'backlog'",
    );
    expect(await stampsOf('queues', "reference = 'a'")).toEqual(before);
    await connection.query("UPDATE wip_limits SET queue_name = 'backlog' WHERE queue_name = 'ideas'");
  });

  const lastAudit = async () => {
    const [[row]] = await connection.query<RowDataPacket[]>(
      'SELECT actor, reason, source FROM audit_log ORDER BY id DESC LIMIT 1',
    );
    return row;
  };

  test('an audit row says who, why and from where by session variables', async () => {
    await connection.query(
      "SET @kanban_actor = 'ada', @kanban_reason = 'asked', @kanban_source = 'planning tool'",
    );
    await move(connection, 'moved', 'triage');
    expect(await lastAudit()).toEqual({ actor: 'ada', reason: 'asked', source: 'planning tool' });
    await connection.query("SET @kanban_actor = '', @kanban_reason = '', @kanban_source = ''");
    await move(connection, 'moved', 'test');
    expect(await lastAudit()).toEqual({ actor: 'root@localhost', reason: null, source: 'sql' });
  });

  test('a source or reason longer than its column is cut, not refused', async () => {
    await connection.query('SET @kanban_reason = ?, @kanban_source = ?', ['r'.repeat(300), 's'.repeat(40)]);
    await move(connection, 'moved', 'triage');
    expect(await lastAudit()).toMatchObject({ reason: 'r'.repeat(255), source: 's'.repeat(32) });
    await connection.query('SET @kanban_reason = NULL, @kanban_source = NULL');
  });

  test('nobody passes a move off as imported history', async () => {
    const before = await everything(connection);
    await connection.query("SET @kanban_source = 'import'");
    const error = await move(connection, 'moved', 'uat').catch((reason) => reason);
    await connection.query('SET @kanban_source = NULL');
    expect(refusalOf(error)).toMatchObject({ errno: 9122, code: 'RESERVED_SOURCE' });
    expect(await everything(connection)).toEqual(before);
  });
});
