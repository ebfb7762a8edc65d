import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createBoard,
  createTestDatabase,
  drift,
  enter,
  type TestDatabase,
  testDatabases,
} from '../testing/index.ts';
import { migrate } from './migrate.ts';
import { bodiesFor } from './snapshot-isolation.ts';
import { checksumOf, currentVersion, readRepeatables } from './sql-files.ts';

/** Enough to see it: one that an upgrade closes to writers, and one that it does not. */
const tables = /^(?:queues|comments)_/;

/** As release 0.1.0 named triggers: without a number. No two of them had the same name. */
const oldNameOf = (name: string) => name.replace(/_\d\d_/, '_');

/** What is there but triggers, and when it was made. */
async function everythingElse(pool: Pool): Promise<unknown> {
  const query = async (statement: string) => (await pool.query<RowDataPacket[]>(statement))[0];
  return [
    await query(
      'SELECT routine_name, created, last_altered FROM information_schema.routines WHERE routine_schema = DATABASE() ORDER BY 1',
    ),
    await query(
      'SELECT event_name, created, last_altered FROM information_schema.events WHERE event_schema = DATABASE() ORDER BY 1',
    ),
    await query("SELECT * FROM schema_migrations WHERE name NOT LIKE 'triggers/%' ORDER BY name"),
  ];
}

async function triggersIn(pool: Pool): Promise<[name: string, body: string][]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT trigger_name AS name, action_statement AS body FROM information_schema.triggers WHERE trigger_schema = DATABASE()
     ORDER BY event_object_table, action_timing, event_manipulation, action_order`,
  );
  return rows.map(({ name, body }) => [name, body]);
}

/** Takes the numbers out of the names of their triggers, as if this code had made them so. */
async function takeNumbersOut(connection: PoolConnection): Promise<string[]> {
  const files = await readRepeatables(currentVersion);
  const textOf = await bodiesFor(connection, currentVersion, files);
  const triggers = files.filter(({ kind, name }) => kind === 'triggers' && tables.test(name));
  await connection.query('DELETE FROM schema_migrations WHERE name IN (?)', [
    triggers.map(({ name }) => `triggers/${name}`),
  ]);
  for (const file of triggers) {
    const text = textOf(file).replace(file.name, oldNameOf(file.name));
    await connection.query('DROP TRIGGER ??', [file.name]);
    await connection.query(text);
    await connection.query('INSERT INTO schema_migrations (name, checksum) VALUES (?, ?)', [
      `triggers/${oldNameOf(file.name)}`,
      checksumOf(text),
    ]);
  }
  return triggers.map(({ name }) => name);
}

/** MariaDB 11.8.9 now and then dies (signal 11) of a statement whose table gets other triggers meanwhile; see sql/INTERNALS.md. */
const survives = (name: string) => name !== 'mariadb-11.8';

describe.each(testDatabases())('a board whose triggers had names without numbers, on $name', (server) => {
  let database: TestDatabase;
  let names: string[];
  beforeEach(async () => {
    database = await createTestDatabase(server);
    await createBoard(database.pool);
    await enter(database.pool, 'backlog', 'a', 'b');
    const connection = await database.pool.getConnection();
    names = await takeNumbersOut(connection);
    connection.release();
  });
  afterEach(() => database.drop());

  test('gets the new names once, and nothing else of it is made again', async () => {
    const [before, bodies] = [await everythingElse(database.pool), await triggersIn(database.pool)];
    const lines: string[] = [];
    const report = await migrate(database.url, (line) => lines.push(line));
    expect(report).toEqual({ migrations: [], repeatables: names.map((name) => `triggers/${name}`) });
    expect(lines.filter((line) => line.startsWith('dropped ')).toSorted()).toEqual(
      names.map((name) => `dropped triggers/${oldNameOf(name)}`).toSorted(),
    );
    expect(await everythingElse(database.pool)).toEqual(before);
    const after = await triggersIn(database.pool);
    const asBefore = (name: string) => (tables.test(name) ? oldNameOf(name) : name);
    expect(after.map(([name, body]) => [asBefore(name), body])).toEqual(bodies);
    expect(after.map(([name]) => name).filter((name) => tables.test(name))).toEqual(
      expect.arrayContaining(names),
    );
    expect(await drift(database.pool)).toEqual([]);
    expect(await migrate(database.url)).toEqual({ migrations: [], repeatables: [] });
  });

  test.runIf(survives(server.name))(
    'keeps every rule for those who write meanwhile: no row slips in between the old name and the new one',
    async () => {
      let isDone = false;
      const write = async () => {
        let written = 0;
        while (!isDone) {
          // Not one of the tables that an upgrade closes: the lock of the tables alone keeps this writer out.
          await database.pool.query(
            "INSERT INTO comments (reference, body, created_by) VALUES ('a', 'x', 'mallory')",
          );
          written++;
        }
        return written;
      };
      const writing = Promise.all([write(), write(), write()]);
      await migrate(database.url).finally(() => {
        isDone = true;
      });
      expect(Math.min(...(await writing))).toBeGreaterThan(0);
      const [forged] = await database.pool.query("SELECT id FROM comments WHERE created_by = 'mallory'");
      expect(forged).toEqual([]);
    },
  );
});
