import { refusalOf } from '@kanban/schema';
import { createBoard, enter, testDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { beforeAll, describe, expect, test } from 'vitest';
import { guardedTables } from '../guards.ts';
import { tableRights } from '../roles/role-rights.ts';

/** Tables whose ids nobody chooses although a person could write there: why. */
const decidedElsewhere: Readonly<Record<string, string>> = {
  schema_migrations: 'the migrator alone writes it',
  schema_lock: 'the migrator alone writes it',
  queue_views: 'the migrator and `kanban queues` alone write it',
  time_zones: 'an administrator adds names of zones, which depend on nothing',
};

/** Columns of dates that people cannot say: triggers and programs set them, whatever a statement says. */
const setByTheBoard =
  /^(created_at|updated_at|occurred_at|deleted_at|done_at|written_at|moved_at|flagged_at)$/;

describe.each(testDatabases())('guards on $name', (server) => {
  const database = boardTest(server, { connectionLimit: 1 });
  let pool: Pool;

  beforeAll(async () => {
    pool = database.pool;
    await createBoard(pool);
    await enter(pool, 'development', 'a', 'b');
  });

  const select = async (sql: string) =>
    (await pool.query<RowDataPacket[]>(sql))[0].map((row) => Object.values(row).map(String));
  const outcome = async (statement: string): Promise<string> => {
    try {
      await pool.query(statement);
      return 'done';
    } catch (error) {
      return refusalOf(error)?.code ?? String(error);
    }
  };

  test('are there for every table whose ids the database chooses', async () => {
    const counted = await select(
      `SELECT table_name, column_name FROM information_schema.columns
       WHERE table_schema = DATABASE() AND extra LIKE '%auto_increment%' ORDER BY 1`,
    );
    expect(counted.map(([table]) => table)).toEqual(
      guardedTables
        .filter(({ hasChosenId }) => hasChosenId)
        .map(({ table }) => table)
        .sort(),
    );
    expect(new Set(counted.map(([, column]) => column))).toEqual(new Set(['id']));
  });

  test('are there for every table that people write to', () => {
    const writtenTo = Object.entries(tableRights)
      .filter(([, rights]) => /(mover|importer|housekeeper):\w*[IUD]/i.test(rights))
      .map(([table]) => table);
    const guarded = new Set([...guardedTables.map(({ table }) => table), ...Object.keys(decidedElsewhere)]);
    expect(writtenTo.filter((table) => !guarded.has(table))).toEqual([]);
  });

  test('are there for deletes of every table that foreign keys of what people write point at', async () => {
    const referenced = await select(
      `SELECT DISTINCT referenced_table_name FROM information_schema.referential_constraints
       WHERE constraint_schema = DATABASE() ORDER BY 1`,
    );
    const peoples = guardedTables.filter(({ writers }) => writers === 'people');
    expect(peoples.filter(({ isReferenced }) => isReferenced).map(({ table }) => table)).toEqual(
      referenced.flat().filter((table) => peoples.some((guarded) => guarded.table === table)),
    );
  });

  test('look at every column in which people write a day, an instant or a zone', async () => {
    const columns = await select(
      `SELECT table_name, column_name FROM information_schema.columns
       WHERE table_schema = DATABASE() AND (data_type IN ('date', 'datetime', 'timestamp') OR column_name LIKE '%zone%')`,
    );
    const peoples = new Map(
      guardedTables.filter(({ writers }) => writers === 'people').map((guarded) => [guarded.table, guarded]),
    );
    const unseen = columns.filter(([table, column]) => {
      const guarded = peoples.get(table as string);
      return (
        guarded !== undefined &&
        ![...(guarded.instants ?? []), ...(guarded.zones ?? [])].includes(column as string) &&
        !setByTheBoard.test(column as string)
      );
    });
    expect(unseen).toEqual([]);
  });

  test.each(guardedTables.filter(({ hasChosenId }) => hasChosenId).map(({ table }) => table))(
    'no session chooses an id of %s by SET insert_id, nor is one taken',
    async (table) => {
      const count = () => select(`SELECT COUNT(*), MAX(id), MIN(id) FROM ${table}`);
      const before = await count();
      for (const id of ['18446744073709551613', '4', '0']) {
        await pool.query(`SET insert_id = ${id}`);
        const said = await outcome(`INSERT INTO ${table} (id) VALUES (DEFAULT)`);
        expect(said).not.toBe('done');
      }
      expect(await outcome(`INSERT IGNORE INTO ${table} (id) VALUES (18446744073709551613)`)).not.toBe(
        'done',
      );
      expect(await count()).toEqual(before);
    },
  );

  test.each(['18446744073709551613', '1', '0'])(
    'no move is logged under an id of its mover, by SET insert_id = %s',
    async (id) => {
      const rows = () => select('SELECT id, to_queue FROM audit_log ORDER BY id');
      const before = await rows();
      for (const statement of [
        "UPDATE queues SET queue_name = 'test' WHERE reference = 'a'",
        "DELETE FROM queues WHERE reference = 'a'",
        "UPDATE work_items SET priority = priority + 1 WHERE reference = 'a'",
        "UPDATE work_items SET blocked_reason = 'x' WHERE reference = 'a'",
        "INSERT INTO work_items (reference) VALUES ('c')",
        "INSERT INTO comments (reference, body) VALUES ('a', 'b')",
        "CALL place_item('a', 'before', 'b')",
        "CALL delete_item('a')",
        "DELETE FROM work_items WHERE reference = 'a'",
      ]) {
        await pool.query(`SET insert_id = ${id}`);
        // MariaDB takes 0 for not set, as it says: then nothing is chosen.
        if (id === '0' && server.name !== 'mysql') continue;
        expect([statement, await outcome(statement)]).toEqual([statement, 'ID_CHOSEN']);
      }
      // Only an insert elsewhere takes it back.
      await pool.query('SET insert_id = 5');
      await pool.query('CREATE TEMPORARY TABLE IF NOT EXISTS sink (id INT AUTO_INCREMENT, KEY (id))');
      await pool.query('INSERT INTO sink VALUES (DEFAULT)');
      expect(await rows()).toEqual(before);
      // The counter of the table has not gone up with what was refused.
      await pool.query("UPDATE queues SET queue_name = 'uat' WHERE reference = 'b'");
      const [[last]] = await pool.query<RowDataPacket[]>('SELECT MAX(id) AS id FROM audit_log');
      expect(last?.id).toBeLessThan(1_000);
      await pool.query("UPDATE queues SET queue_name = 'development' WHERE reference = 'b'");
    },
  );

  test.each([
    'INSERT INTO work_items (id, reference) VALUES (99, "x")',
    'INSERT INTO work_items (id, reference) VALUES (18446744073709551615, "x")',
    'UPDATE work_items SET id = 99 WHERE reference = "a"',
    'UPDATE queues SET id = 99 WHERE reference = "a"',
    'INSERT INTO comments (id, reference, body) VALUES (99, "a", "b")',
    'INSERT INTO wip_limits (id, queue_name) VALUES (99, "x")',
  ])('an id given is refused by number: %s', async (statement) => {
    const said = await outcome(statement);
    expect(['ID_CHOSEN', 'IDENTITY_FIXED']).toContain(said);
  });

  test('an id of 0 is refused where a session lets it be one', async () => {
    await pool.query("SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'");
    expect(await outcome("INSERT INTO work_items (id, reference) VALUES (0, 'x')")).toBe('ID_CHOSEN');
    await pool.query('SET sql_mode = DEFAULT');
  });

  test('bulk work may bring ids along, but none that programs cannot count to', async () => {
    await pool.query('CALL begin_bulk()');
    expect(await outcome("INSERT INTO work_items (id, reference) VALUES (4503599627370496, 'x')")).toBe(
      'ID_CHOSEN',
    );
    expect(await outcome("INSERT INTO work_items (id, reference) VALUES (777, 'from elsewhere')")).toBe(
      'done',
    );
    await pool.query('CALL end_bulk()');
  });

  test.each(['1969-12-31', '0000-00-00', '2036-01-01', '9999-12-31'])(
    'no history is brought along of %s',
    async (instant) => {
      await pool.query('CALL begin_bulk()');
      await pool.query("SET sql_mode = ''");
      const row = `SELECT '${instant}', reference, to_queue, value_stream_id, item_id, to_queue_id, 'import' FROM audit_log LIMIT 1`;
      for (const statement of [
        `UPDATE queues SET moved_at = '${instant}' WHERE reference = 'a'`,
        `UPDATE queues SET queue_name = 'uat', moved_at = '${instant}' WHERE reference = 'a'`,
        `INSERT INTO audit_log (occurred_at, reference, to_queue, value_stream_id, item_id, to_queue_id, source) ${row}`,
      ])
        expect([statement, await outcome(statement)]).toEqual([statement, 'INVALID_VALUE']);
      await pool.query('SET sql_mode = DEFAULT');
      await pool.query('CALL end_bulk()');
    },
  );

  const loose = ["''", "'ALLOW_INVALID_DATES'", "'NO_ENGINE_SUBSTITUTION'"];
  test.each(loose)(
    'no value becomes another one or an invalid day, in a session with sql_mode %s',
    async (mode) => {
      await pool.query(`SET sql_mode = ${mode}`);
      for (const statement of [
        "UPDATE work_items SET date_due = '0000-00-00' WHERE reference = 'a'",
        "UPDATE work_items SET date_due = '2026-02-30' WHERE reference = 'a'",
        "UPDATE work_items SET date_due = '2026-00-00' WHERE reference = 'a'",
        "UPDATE work_items SET date_due = '0099-01-01' WHERE reference = 'a'",
        "UPDATE work_items SET date_due = '9999-12-31 23:59:59.999999' WHERE reference = 'a'",
        "UPDATE work_items SET date_due = 'tomorrow' WHERE reference = 'a'",
        `INSERT INTO work_items (reference) VALUES ('${'x'.repeat(65)}')`,
        "INSERT INTO work_items (reference, date_logged) VALUES ('d', '0000-00-00')",
        "INSERT INTO holidays (value_stream, day, name) VALUES ('main', '2026-02-30', 'none')",
        "INSERT INTO holidays (value_stream, day, name) VALUES ('main', '2026-00-10', 'none')",
        "INSERT INTO wip_limits (queue_name, wip_limit) VALUES ('e', 99999999999)",
        "INSERT INTO wip_limits (queue_name, kind) VALUES ('e', 'nothing')",
        "INSERT INTO wip_limits (queue_name, wip_limit) VALUES ('e', 'many')",
      ])
        expect([statement, await outcome(statement)]).toEqual([statement, 'INVALID_VALUE']);
      await pool.query('SET sql_mode = DEFAULT');
    },
  );

  test('no value is cut off behind another warning, or where a session keeps no list of warnings', async () => {
    await pool.query("SET sql_mode = ''");
    const long = `short_desc = REPEAT('a', 300)`;
    for (const statement of [
      `UPDATE work_items SET ${long}, description = COALESCE(REPEAT('a', 4000000000), 'k') WHERE reference = 'a'`,
      `UPDATE work_items SET ${long}, description = COALESCE(CONVERT(X'FF41' USING utf8mb4), 'k') WHERE reference = 'a'`,
    ])
      expect([statement, await outcome(statement)]).toEqual([statement, 'INVALID_VALUE']);
    const nothing = "UNCOMPRESS('xxxxxxxxxx')";
    for (const [value, mode] of [
      [long, "''"],
      ['priority = 99999999999', "''"],
      ["date_due = '2026-11-20 garbage'", "''"],
      [long, 'DEFAULT'],
      ['priority = 99999999999', 'DEFAULT'],
    ]) {
      await pool.query(`SET sql_mode = ${mode}`);
      const ignore = mode === 'DEFAULT' ? 'IGNORE' : '';
      const statement = `UPDATE ${ignore} work_items SET description = ${nothing}, ${value}, assignee = ${nothing} WHERE reference = 'a'`;
      expect([statement, await outcome(statement)]).toEqual([statement, 'INVALID_VALUE']);
    }
    await pool.query("SET sql_mode = ''");
    await pool.query('SET max_error_count = 0');
    expect(await outcome(`UPDATE work_items SET ${long} WHERE reference = 'a'`)).toBe('UNSAFE_SESSION');
    await pool.query('SET sql_mode = DEFAULT, max_error_count = DEFAULT');
  });

  test('no value is cut off behind more warnings than the session keeps', async () => {
    const rows = (duplicates: number, last: string) =>
      `INSERT IGNORE INTO work_items (reference, short_desc) VALUES ${"('a', 'x'), ".repeat(duplicates)}${last}`;
    const many = server.name === 'mysql' ? 1024 : 64;
    expect(await outcome(rows(30, "('cut', REPEAT('y', 300))"))).toBe('INVALID_VALUE');
    expect(await outcome(rows(many, "('cut', REPEAT('y', 300))"))).toBe('UNSAFE_SESSION');
    expect(await outcome(rows(many, "('whole', 'y')"))).toBe('UNSAFE_SESSION');
    await pool.query('SET max_error_count = 65535');
    expect(await outcome(rows(many, "('cut', REPEAT('y', 300))"))).toBe('INVALID_VALUE');
    await pool.query(rows(many, "('behind many duplicates', 'y')"));
    await pool.query('SET max_error_count = DEFAULT');
  });

  test('a warning that says nothing of a value refuses nothing', async () => {
    await pool.query("INSERT IGNORE INTO work_items (reference) VALUES ('a'), ('after a duplicate')");
    await pool.query(
      "INSERT INTO work_items (reference, priority) VALUES ('a', 3) ON DUPLICATE KEY UPDATE priority = VALUES(priority)",
    );
    expect(await select("SELECT priority FROM work_items WHERE reference = 'a'")).toEqual([['3']]);
    expect(
      await select("SELECT reference FROM work_items WHERE reference = 'after a duplicate'"),
    ).toHaveLength(1);
  });

  test.each([
    'foreign_key_checks',
    'unique_checks',
    ...(server.name === 'mysql' ? [] : ['check_constraint_checks']),
  ])('no row is written, changed or deleted where %s is off', async (variable) => {
    await pool.query(`SET ${variable} = 0`);
    for (const statement of [
      "INSERT INTO work_items (reference, value_stream) VALUES ('e', 'nowhere')",
      "INSERT INTO work_items (reference) VALUES ('')",
      "UPDATE work_items SET reference = 'f' WHERE reference = 'after a duplicate'",
      "DELETE FROM work_items WHERE reference = 'after a duplicate'",
      "INSERT INTO comments (reference, body) VALUES ('nobody', 'x')",
    ])
      expect([statement, await outcome(statement)]).not.toEqual([statement, 'done']);
    expect(await outcome("UPDATE work_items SET priority = 1 WHERE reference = 'a'")).toBe('UNSAFE_SESSION');
    await pool.query(`SET ${variable} = 1`);
  });

  test.each(['+02:00', 'Mars/Olympus', 'europe/berlin', 'SYSTEM', ''])(
    'no zone is stored that programs do not know: %s',
    async (zone) => {
      expect(await outcome(`UPDATE value_streams SET time_zone = '${zone}' WHERE name = 'main'`)).toBe(
        'INVALID_VALUE',
      );
      expect(await outcome(`INSERT INTO value_streams (name, time_zone) VALUES ('z', '${zone}')`)).toBe(
        'INVALID_VALUE',
      );
      expect(
        await outcome(
          `INSERT INTO subscriptions (topic, recipient, time_zone) VALUES ('*', 'a@b.test', '${zone}')`,
        ),
      ).toBe('INVALID_VALUE');
    },
  );

  test('every zone that this program knows can be stored', async () => {
    const known = new Set((await select('SELECT name FROM time_zones')).map(([name]) => name));
    expect(Intl.supportedValuesOf('timeZone').filter((zone) => !known.has(zone))).toEqual([]);
    expect(known.has('UTC')).toBe(true);
    for (const zone of known) expect(() => new Intl.DateTimeFormat('en', { timeZone: zone })).not.toThrow();
  });
});
