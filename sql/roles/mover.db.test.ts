import { applyRoles, createLogins, createPool, refusalOf } from '@kanban/schema';
import {
  createBoard,
  createTestDatabase,
  drift,
  enter,
  readSqlFiles,
  serviceDatabases,
  type TestDatabase,
} from '@kanban/schema/testing';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tableRights } from './role-rights.ts';

const accessDenied = [1142, 1143, 1370, 1044, 1045, 1227];

describe.each(serviceDatabases())('a login with nothing but the role of a mover on $name', (server) => {
  let database: TestDatabase;
  let pool: Pool;
  let mover: PoolConnection;
  beforeAll(async () => {
    database = await createTestDatabase(server);
    await createBoard(database.pool);
    await applyRoles(database.url);
    const suffix = `_${database.name.slice(-6)}`;
    const { mover: url } = await createLogins(database.url, { mover: 'p@ss' }, { suffix });
    pool = createPool(url ?? '', { connectionLimit: 1 });
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });
  beforeEach(async () => {
    await database.pool.query('DELETE FROM work_items');
    await enter(database.pool, 'backlog', 'a', 'b', 'c', 'd', 'e');
    await database.pool.query("UPDATE queues SET queue_name = 'test' WHERE reference IN ('a', 'b', 'c')");
    mover = await pool.getConnection();
  });
  afterEach(async () => {
    mover.destroy();
    expect(await drift(database.pool)).toEqual([]);
    const [overloaded] = await database.pool.query(
      'SELECT * FROM queue_state WHERE wip_limit >= 0 AND current_wip > wip_limit',
    );
    expect(overloaded).toEqual([]);
  });

  const attempt = (statement: string) =>
    mover.query(statement).then(
      () => 'done',
      (error) => {
        if (accessDenied.includes(error.errno)) return 'denied';
        return refusalOf(error)?.code ?? `${error.errno} ${error.message}`;
      },
    );
  const select = async (statement: string) => (await database.pool.query<RowDataPacket[]>(statement))[0];

  test('writes only where movers may, whatever the statement', async () => {
    for (const [table, rights] of Object.entries(tableRights)) {
      const mine = /mover:(\w*)/.exec(rights)?.[1] ?? '';
      const [column] = await select(
        `SELECT column_name AS name FROM information_schema.columns
         WHERE table_schema = DATABASE() AND table_name = '${table}' ORDER BY ordinal_position DESC LIMIT 1`,
      );
      const tried = {
        I: [`INSERT INTO ${table} () VALUES ()`, `REPLACE INTO ${table} () VALUES ()`],
        U: [`UPDATE ${table} SET ${column?.name} = NULL WHERE 1 = 0`],
        D: [`DELETE FROM ${table} WHERE 1 = 0`],
        never: [`TRUNCATE TABLE ${table}`, `DROP TABLE ${table}`, `LOCK TABLES ${table} WRITE`],
      };
      for (const [right, statements] of Object.entries(tried)) {
        if (mine.includes(right)) continue;
        for (const statement of statements)
          expect([statement, await attempt(statement)]).toEqual([statement, 'denied']);
      }
    }
  });

  test.each([
    'CALL record_move(UTC_TIMESTAMP(6), "main", 1, "a", "test", 4, NULL, NULL)',
    "CALL write_audit_row(UTC_TIMESTAMP(6), 'a', 1, 1, NULL, NULL, 'test', 4, NULL, @hash)",
    "CALL count_person('main', 1, 'ann', -1, 'a', @notes)",
    'CALL rebuild_projections(1)',
    "CALL write_queue_event('queue.overloaded', 1, NULL)",
    'CREATE TRIGGER mine BEFORE INSERT ON queues FOR EACH ROW SET @x = 1',
    'DROP TRIGGER queues_after_update_10_move',
    "LOAD DATA INFILE '/etc/hosts' INTO TABLE queues",
    'SET SESSION sql_log_bin = 0',
    'SET SESSION pseudo_thread_id = 1',
  ])('cannot %s', async (statement) => {
    expect(await attempt(statement)).toBe('denied');
  });

  /** What no mover gets past: a full queue, and counters that are not those of the cards. */
  const expectRules = async (deleting = 'done') => {
    expect(await attempt("UPDATE queues SET queue_name = 'test' WHERE reference = 'd'")).toBe('QUEUE_FULL');
    expect(await attempt("UPDATE queues SET queue_name = 'nowhere' WHERE reference = 'd'")).toBe(
      'UNKNOWN_QUEUE',
    );
    expect(await attempt("INSERT INTO queues (reference, queue_name) VALUES ('nobody', 'backlog')")).toBe(
      'UNKNOWN_ITEM',
    );
    expect(await attempt("UPDATE queues SET queue_name = 'uat' WHERE reference = 'd'")).toBe('done');
    expect(await attempt("DELETE FROM work_items WHERE reference = 'e'")).toBe(deleting);
    expect(await attempt("DELETE FROM queues WHERE reference = 'b'")).toBe('done');
  };

  test.each([
    "sql_mode = ''",
    "sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI,TRADITIONAL'",
    'foreign_key_checks = 0',
    'unique_checks = 0',
    'foreign_key_checks = 0, unique_checks = 0',
    'autocommit = 0',
    'sql_select_limit = 1',
    'max_error_count = 0',
    'sql_safe_updates = 1',
    "time_zone = '+13:00'",
    'timestamp = 1',
    'NAMES latin1',
    'SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED',
    'SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE',
  ])('keeps every rule after SET %s', async (setting) => {
    expect(['done', 'denied']).toContain(await attempt(`SET ${setting}`));
    // A session that checks no foreign keys deletes no items.
    await expectRules(/checks = 0/.test(setting) ? 'UNSAFE_SESSION' : 'done');
    await attempt('COMMIT');
  });

  test.each(['sql_select_limit = 0', 'group_concat_max_len = 4'])(
    'refuses, in whatever words, what it would refuse without SET %s',
    async (setting) => {
      await mover.query(`SET ${setting}`);
      for (const statement of [
        "UPDATE queues SET queue_name = 'test' WHERE reference = 'd'",
        "UPDATE queues SET queue_name = 'nowhere' WHERE reference = 'd'",
        "INSERT INTO queues (reference, queue_name) VALUES ('nobody', 'backlog')",
      ])
        expect([statement, await attempt(statement)]).not.toEqual([statement, 'done']);
      await attempt("DELETE FROM queues WHERE reference = 'a'");
      await attempt("UPDATE work_items SET assignee = 'ann', blocked_reason = 'x'");
      await attempt('DELETE FROM work_items');
    },
  );

  test.each(["'1'", "'on'", 'TRUE', 'CONNECTION_ID()', '-1'])(
    'switches no rule off by setting every variable that sql/ reads to %s',
    async (value) => {
      for (const { text } of [...(await readSqlFiles('triggers')), ...(await readSqlFiles('routines'))])
        for (const [name] of text.matchAll(/@kanban_\w+/g)) await mover.query(`SET ${name} = ${value}`);
      expect(await attempt("UPDATE queues SET queue_name = 'uat' WHERE reference = 'd'")).toBe(
        'UNPROVEN_ACTOR',
      );
      await mover.query('SET @kanban_actor = NULL');
      await expectRules();
    },
  );

  test('cannot say where and when a card is, but by its queue', async () => {
    const columns =
      "moved_at = '2001-01-01', queue_id = 6, item_id = 99, value_stream = 'x', created_by = 'x', updated_by = 'x'";
    await attempt(`UPDATE queues SET ${columns}, queue_name = 'uat' WHERE reference = 'd'`);
    await attempt("DELETE FROM queues WHERE reference = 'e'");
    await attempt(`INSERT INTO queues SET reference = 'e', queue_name = 'uat', ${columns}`);
    const rows = await select(
      "SELECT moved_at, queue_id, created_by, updated_by FROM queues WHERE reference IN ('d', 'e')",
    );
    for (const row of rows) {
      expect(row).toMatchObject({ queue_id: 5 });
      expect(row.moved_at).toBeGreaterThan(1_700_000_000_000_000);
      expect(row.updated_by).not.toBe('x');
    }
    expect(rows).toHaveLength(2);
  });

  test('cannot forge who created, changed or deleted an item', async () => {
    await mover.query(
      "INSERT INTO work_items SET reference = 'f', created_at = '2001-01-01', created_by = 'x', deleted_by = 'x'",
    );
    await mover.query(
      "UPDATE work_items SET created_by = 'y', updated_by = 'y', deleted_by = 'y' WHERE reference = 'f'",
    );
    const [row] = await select(
      "SELECT created_by, updated_by, deleted_by FROM work_items WHERE reference = 'f'",
    );
    expect(row).toEqual({
      created_by: expect.stringMatching(/^kanban_mover_/),
      updated_by: expect.stringMatching(/^kanban_mover_/),
      deleted_by: null,
    });
  });

  test.each([
    "REPLACE INTO queues (reference, queue_name) VALUES ('d', 'test')",
    "REPLACE INTO queues (reference, queue_name) VALUES ('d', 'uat'), ('e', 'uat')",
    "REPLACE INTO work_items (reference) VALUES ('a')",
    "REPLACE INTO work_items (id, reference) SELECT id, 'd' FROM work_items WHERE reference = 'a'",
    "INSERT INTO queues (reference, queue_name) VALUES ('d', 'uat') ON DUPLICATE KEY UPDATE queue_name = 'test'",
    "INSERT INTO queues (reference, queue_name) VALUES ('d', 'uat') ON DUPLICATE KEY UPDATE queue_name = 'uat', id = 77",
    "INSERT INTO work_items (reference) VALUES ('a') ON DUPLICATE KEY UPDATE id = 77, reference = 'z'",
    "INSERT IGNORE INTO queues (reference, queue_name) VALUES ('d', 'test'), ('nobody', 'uat'), ('e', 'nowhere')",
    "UPDATE IGNORE queues SET queue_name = 'test'",
    "UPDATE queues SET reference = 'nobody' WHERE reference = 'd'",
    "UPDATE queues q JOIN work_items w ON w.reference = q.reference SET q.queue_name = 'test', w.assignee = 'ann'",
    "UPDATE queues q JOIN work_items w ON w.reference = q.reference SET q.queue_name = 'uat', w.assignee = 'ann' WHERE w.reference > 'c'",
    "DELETE q, w FROM queues q JOIN work_items w ON w.reference = q.reference WHERE w.reference = 'd'",
    "DELETE w FROM queues q JOIN work_items w ON w.reference = q.reference WHERE w.reference = 'd'",
    'DELETE IGNORE FROM work_items',
    'UPDATE work_items SET id = id + 100',
    "UPDATE work_items SET reference = CONCAT('z', reference)",
    'UPDATE queues SET id = id + 100',
  ])('can neither break a limit nor make a counter wrong by %s', async (statement) => {
    await attempt(statement);
    await mover.query('SET foreign_key_checks = 0');
    await attempt(statement);
  });
});
