import type { Pool, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPool } from '../pool.ts';
import { refusalOf } from '../refusals.ts';
import {
  createTestDatabase,
  drift,
  dump,
  fillBoard,
  restore,
  serviceDatabases,
  type TestDatabase,
} from '../testing/index.ts';
import { migrate } from './migrate.ts';
import { readSqlFiles } from './sql-files.ts';

/** All rows of all tables, and the triggers in the order they fire in, views, routines and events. */
async function everythingIn(pool: Pool): Promise<Record<string, unknown>> {
  const query = async (statement: string, parameters: unknown[] = []) =>
    (await pool.query<RowDataPacket[]>(statement, parameters))[0];
  const found: Record<string, unknown> = {
    triggers: await query(
      `SELECT event_object_table, action_timing, event_manipulation, action_order, trigger_name, action_statement AS text
       FROM information_schema.triggers WHERE trigger_schema = DATABASE() ORDER BY 1, 2, 3, 4`,
    ),
    routines: await query(
      'SELECT routine_name, routine_definition AS text FROM information_schema.routines WHERE routine_schema = DATABASE() ORDER BY 1',
    ),
    events: await query(
      'SELECT event_name, event_definition, status FROM information_schema.events WHERE event_schema = DATABASE() ORDER BY 1',
    ),
  };
  // The client leaves comments out of what it sends, unless told otherwise.
  for (const row of [found.triggers, found.routines].flat() as RowDataPacket[]) {
    row.text = row.text.replace(/--.*$/gm, '').replace(/\s+/g, ' ');
  }
  const tables = await query(
    'SELECT table_name AS name, table_type AS type FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1',
  );
  for (const { name, type } of tables) {
    const rows =
      type === 'VIEW'
        ? 'view'
        : (await query('SELECT * FROM ??', [name])).map((row) => JSON.stringify(row)).sort();
    found[name] = rows;
  }
  return found;
}

describe.each(serviceDatabases())('a dump restored into an empty database on $name', (server) => {
  let source: TestDatabase;
  let text: Buffer;
  beforeAll(async () => {
    source = await createTestDatabase(server);
    await fillBoard(source.pool);
    for (const statement of [
      "INSERT INTO person_limits (assignee, wip_limit) VALUES ('cara', 1)",
      "INSERT INTO transitions (from_queue, to_queue) VALUES ('backlog', 'development'), ('uat', 'production')",
      "UPDATE work_items SET deleted_at = UTC_TIMESTAMP(6) WHERE reference = 'old'",
    ]) {
      await source.pool.query(statement);
    }
    text = await dump(source.url);
  });
  afterAll(() => source.drop());

  const restored = async (name: string, defaults: string) => {
    const url = source.url + name;
    const database = new URL(url).pathname.slice(1);
    await source.pool.query(`CREATE DATABASE ${database} ${defaults}`);
    await restore(url, text);
    const pool = createPool(url, { connectionLimit: 4 });
    const attempt = (statement: string) =>
      pool.query(statement).then(
        () => 'done',
        (error) => refusalOf(error)?.code ?? error.message,
      );
    const drop = async () => {
      await pool.query(`DROP DATABASE ${database}`);
      await pool.end();
    };
    return { url, pool, attempt, drop };
  };

  /** Moves, limits, log and things of items go on as they were. */
  const goesOn = async ({ pool, attempt }: Awaited<ReturnType<typeof restored>>) => {
    expect(await attempt("UPDATE queues SET queue_name = 'development' WHERE reference = 'mover-0'")).toBe(
      'done',
    );
    expect(await attempt("UPDATE queues SET queue_name = 'test' WHERE reference = 'mover-1'")).toBe(
      'ILLEGAL_MOVE',
    );
    await pool.query(
      "UPDATE wip_limits SET wip_limit = 2 WHERE value_stream = 'main' AND queue_name = 'development'",
    );
    expect(await attempt("UPDATE queues SET queue_name = 'development' WHERE reference = 'mover-1'")).toBe(
      'QUEUE_FULL',
    );
    expect(await attempt('DELETE FROM audit_log')).toBe('AUDIT_APPEND_ONLY');
    expect(await attempt("INSERT INTO comments (reference, body) VALUES ('old', 'x')")).toBe('ITEM_DELETED');
    expect(await attempt("CALL restore_item('old')")).toBe('done');
    // Names are told apart exactly, by routines too: Anna is not anna.
    expect(await attempt("UPDATE work_items SET assignee = 'Anna' WHERE reference = 'a'")).toBe('done');
    const [log] = await pool.query('SELECT reference, to_queue FROM audit_log ORDER BY id DESC LIMIT 2');
    expect(log).toEqual([
      { reference: 'old', to_queue: 'uat' },
      { reference: 'mover-0', to_queue: 'development' },
    ]);
    expect(await drift(pool)).toEqual([]);
  };

  test('is the same row by row, needs no migration and works', async () => {
    const target = await restored('_exact', 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin');
    expect(await everythingIn(target.pool)).toEqual(await everythingIn(source.pool));
    expect(await migrate(target.url)).toEqual({ migrations: [], repeatables: [] });
    await goesOn(target);
    await target.drop();
  });

  test('whose collation is another one is put right by migrate', async () => {
    const target = await restored('_other', 'CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci');
    const { migrations, repeatables } = await migrate(target.url);
    expect(migrations).toEqual([]);
    for (const folder of ['routines', 'views', 'triggers'] as const) {
      const names = (await readSqlFiles(folder)).map(({ name }) => `${folder}/${name}`);
      expect(repeatables).toEqual(expect.arrayContaining(names));
    }
    expect(await migrate(target.url)).toEqual({ migrations: [], repeatables: [] });
    await goesOn(target);
    await target.drop();
  });
});
