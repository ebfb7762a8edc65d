import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RowDataPacket } from 'mysql2/promise';
import { describe, expect, test } from 'vitest';
import { boardTest } from '../testing/board-test.ts';
import { createBoard, createTestDatabase, enter, testDatabases } from '../testing/index.ts';
import { closeBoard } from './board-guard.ts';
import { migrate } from './migrate.ts';
import { MigrationFailed } from './migration-failed.ts';
import { bodiesFor } from './snapshot-isolation.ts';
import { currentVersion, readRepeatables, readSqlFiles } from './sql-files.ts';

describe.each(testDatabases())('migrate on $name', (server) => {
  const database = boardTest(server);

  test('does nothing when there is nothing to do', async () => {
    expect(await migrate(database.url)).toEqual({ migrations: [], repeatables: [] });
  });

  test('several at once apply everything once', async () => {
    const address = new URL(database.url);
    address.pathname += '_crowd';
    const reports = await Promise.all([1, 2, 3, 4].map(() => migrate(address.href)));
    const expected = (await readSqlFiles('migrations')).map((file) => file.name);
    expect(reports.flatMap((report) => report.migrations)).toEqual(expected);
    await database.pool.query('DROP DATABASE ??', [address.pathname.slice(1)]);
  });

  test('creates the triggers of a table again when the text of one has changed, and drops one whose file is gone', async () => {
    await database.pool.query(
      "UPDATE schema_migrations SET checksum = 'old' WHERE name = 'triggers/queues_after_update_10_move'",
    );
    await database.pool.query('CREATE TRIGGER stray AFTER INSERT ON work_items FOR EACH ROW SET @stray = 1');
    await database.pool.query("INSERT INTO schema_migrations (name, checksum) VALUES ('triggers/stray', '')");
    const order = `SELECT trigger_name AS name, action_order AS place FROM information_schema.triggers
      WHERE trigger_schema = DATABASE() AND event_object_table = 'queues' ORDER BY name`;
    const [placesBefore] = await database.pool.query(order);
    const ofQueues = (await readSqlFiles('triggers')).filter(({ name }) => name.startsWith('queues_'));
    expect(await migrate(database.url)).toEqual({
      migrations: [],
      repeatables: ofQueues.map(({ name }) => `triggers/${name}`),
    });
    const [triggers] = await database.pool.query<RowDataPacket[]>(
      'SELECT trigger_name AS name FROM information_schema.triggers WHERE trigger_schema = DATABASE()',
    );
    const files = (await readSqlFiles('triggers')).map((file) => file.name);
    expect(triggers.map((row) => row.name).sort()).toEqual(files);
    expect((await database.pool.query(order))[0]).toEqual(placesBefore);
  });

  test('puts a trigger back when its new text was refused and the old text returns', async () => {
    const broken = mkdtempSync(join(tmpdir(), 'kanban-sql-'));
    const files = await readRepeatables(currentVersion);
    const connection = await database.pool.getConnection();
    const bodyOf = await bodiesFor(connection, currentVersion, files);
    connection.release();
    for (const file of files) {
      const { name } = file;
      const written = bodyOf(file) + (name === 'transitions_before_update_10_check' ? ' nonsense' : '');
      writeFileSync(join(broken, `${name}.sql`), written);
    }
    await expect(migrate(database.url, () => {}, { directory: `${broken}/` })).rejects.toThrow(
      /^triggers\/transitions_before_update_10_check\.sql: /,
    );
    await migrate(database.url);
    const [triggers] = await database.pool.query<RowDataPacket[]>(
      `SELECT trigger_name AS name FROM information_schema.triggers
       WHERE trigger_schema = DATABASE() AND event_object_table = 'transitions' ORDER BY name`,
    );
    const names = files.filter(({ kind }) => kind === 'triggers').map(({ name }) => name);
    expect(triggers.map(({ name }) => name)).toEqual(names.filter((name) => /^transitions_/.test(name)));
    rmSync(broken, { recursive: true });
  });

  test('opens a board that a migrator left closed when it died', async () => {
    const insert = "INSERT INTO wip_limits (queue_name) VALUES ('left closed')";
    const connection = await database.pool.getConnection();
    await closeBoard(connection);
    connection.release();
    await expect(database.pool.query(insert)).rejects.toMatchObject({ errno: 9124 });
    await migrate(database.url);
    await database.pool.query(insert);
    await database.pool.query("DELETE FROM wip_limits WHERE queue_name = 'left closed'");
  });

  test('creates all views again when one changed, because a view keeps the columns of the views that it reads', async () => {
    await database.pool.query(
      "UPDATE schema_migrations SET checksum = 'old' WHERE name = 'views/replay_1_steps'",
    );
    const views = (await readSqlFiles('views')).map((file) => `views/${file.name}`);
    expect(await migrate(database.url)).toEqual({ migrations: [], repeatables: views });
  });

  test('refuses to go on when a landed migration was changed, naming it', async () => {
    await database.pool.query(
      "UPDATE schema_migrations SET checksum = 'other' WHERE name = '0004_work_items'",
    );
    await expect(migrate(database.url)).rejects.toThrow(
      new MigrationFailed(
        '0004_work_items.sql has changed since it was applied; landed migrations are frozen, add a new one',
      ),
    );
    await database.pool.query('DELETE FROM schema_migrations WHERE name = ?', ['0004_work_items']);
    await expect(migrate(database.url)).rejects.toThrow(
      /^0004_work_items\.sql: Table 'work_items' already exists/,
    );
  });

  test('keeps what is in the tables', async () => {
    const other = await createTestDatabase(server);
    await createBoard(other.pool);
    await enter(other.pool, 'backlog', 'a');
    await other.pool.query(
      "UPDATE schema_migrations SET checksum = 'old' WHERE name LIKE 'triggers/q%' OR name LIKE 'routines/%'",
    );
    expect((await migrate(other.url)).repeatables.length).toBeGreaterThan(20);
    expect((await other.pool.query('SELECT reference, queue_name FROM queues'))[0]).toEqual([
      { reference: 'a', queue_name: 'backlog' },
    ]);
    await other.drop();
  });
});
