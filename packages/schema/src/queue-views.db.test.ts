import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { applyRoles, createLogins } from './logins.ts';
import { createPool } from './pool.ts';
import { syncQueueViews } from './queue-views.ts';
import { createTestDatabase, enter, type TestDatabase, testDatabases } from './testing/index.ts';

describe.each(testDatabases())('one view for each queue on $name', (server) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase(server, { connectionLimit: 6 });
  });
  afterEach(() => database.drop());

  const addQueues = (stream: string, ...names: string[]) =>
    database.pool.query('INSERT INTO wip_limits (value_stream, queue_name) VALUES ?', [
      names.map((name) => [stream, name]),
    ]);
  const sync = () => syncQueueViews(database.pool);
  const read = async (view: string) => {
    const [rows] = await database.pool.query<RowDataPacket[]>('SELECT reference FROM ??', [view]);
    return rows.map((row) => row.reference);
  };
  const kept = async () => {
    const [rows] = await database.pool.query<RowDataPacket[]>(
      'SELECT v.view_name, l.queue_name FROM queue_views v JOIN wip_limits l ON l.id = v.queue_id ORDER BY l.id',
    );
    return rows.map((row) => [row.view_name, row.queue_name]);
  };

  test('comes, changes its name and goes with its queue, and shows the cards in their order', async () => {
    await addQueues('main', 'todo', 'doing');
    await enter(database.pool, 'todo', 'a', 'b');
    await enter(database.pool, 'doing', 'c');
    expect(await sync()).toEqual({ made: ['queue_doing', 'queue_todo'], dropped: [] });
    await database.pool.query("CALL place_item('b', 'before', 'a')");
    expect([await read('queue_todo'), await read('queue_doing')]).toEqual([['b', 'a'], ['c']]);
    expect(await sync()).toEqual({ made: [], dropped: [] });

    await database.pool.query("UPDATE wip_limits SET queue_name = 'ready' WHERE queue_name = 'todo'");
    expect(await read('queue_todo')).toEqual(['b', 'a']);
    expect(await sync()).toEqual({ made: ['queue_ready'], dropped: ['queue_todo'] });
    expect(await read('queue_ready')).toEqual(['b', 'a']);

    await addQueues('main', 'never used');
    expect((await sync()).made).toEqual(['queue_never_used']);
    await database.pool.query("DELETE FROM wip_limits WHERE queue_name = 'never used'");
    expect(await sync()).toEqual({ made: [], dropped: ['queue_never_used'] });
    expect(await kept()).toEqual([
      ['queue_ready', 'ready'],
      ['queue_doing', 'doing'],
    ]);
  });

  test('is there for any name, and names that would be alike get the id of the queue', async () => {
    const long = 'w'.repeat(64);
    const names = [
      'Test',
      'test',
      'Müller\'s "Büro"',
      '`a``b`',
      'x; DROP TABLE queues',
      long,
      `${long.slice(1)}v`,
    ];
    await addQueues('main', ...names);
    await database.pool.query("INSERT INTO value_streams (name) VALUES ('Größe 2')");
    await addQueues('Größe 2', 'test', '%s ?');
    await sync();
    expect(await kept()).toEqual([
      ['queue_test', 'Test'],
      ['queue_test_2', 'test'],
      ['queue_m_ller_s__b_ro_', 'Müller\'s "Büro"'],
      ['queue__a__b_', '`a``b`'],
      ['queue_x__drop_table_queues', 'x; DROP TABLE queues'],
      [`queue_${'w'.repeat(58)}`, long],
      [`queue_${'w'.repeat(55)}_7`, `${long.slice(1)}v`],
      ['queue_gr__e_2__test', 'test'],
      ['queue_gr__e_2___s__', '%s ?'],
    ]);
    for (const [place, [view = '', name]] of (await kept()).entries()) {
      const [references, stream] = [[`item-${place}`], place < names.length ? 'main' : 'Größe 2'];
      await database.pool.query('INSERT INTO work_items (reference, value_stream) VALUES (?, ?)', [
        ...references,
        stream,
      ]);
      await database.pool.query('INSERT INTO queues (reference, queue_name) VALUES (?, ?)', [
        ...references,
        name,
      ]);
      expect(await read(view)).toEqual(references);
    }
    expect(await sync()).toEqual({ made: [], dropped: [] });
  });

  test('changes places with another one when their queues change names', async () => {
    await addQueues('main', 'a', 'b');
    await enter(database.pool, 'a', 'in-a');
    await sync();
    for (const [from, to] of [
      ['a', 'tmp'],
      ['b', 'a'],
      ['tmp', 'b'],
    ])
      await database.pool.query('UPDATE wip_limits SET queue_name = ? WHERE queue_name = ?', [to, from]);
    await sync();
    expect([await read('queue_a'), await read('queue_b')]).toEqual([[], ['in-a']]);
  });

  test("never touches somebody else's view or table, not even one with the name of its own view", async () => {
    await database.pool.query('CREATE TABLE queue_report (reference INT)');
    await database.pool.query("CREATE VIEW queue_todo AS SELECT 'mine' AS reference");
    await addQueues('main', 'todo', 'report', 'state', 'doing');
    await sync();
    expect((await kept()).map(([view]) => view)).toEqual([
      'queue_todo_1',
      'queue_report_2',
      'queue_state_3',
      'queue_doing',
    ]);

    await database.pool.query('DROP VIEW queue_doing');
    await database.pool.query("CREATE VIEW queue_doing AS SELECT 'mine too' AS reference");
    await database.pool.query("DELETE FROM wip_limits WHERE queue_name = 'todo'");
    expect(await sync()).toEqual({ made: ['queue_doing_4'], dropped: ['queue_todo_1'] });
    await database.pool.query("DELETE FROM wip_limits WHERE queue_name = 'doing'");
    await sync();
    expect([await read('queue_todo'), await read('queue_doing'), await read('queue_report')]).toEqual([
      ['mine'],
      ['mine too'],
      [],
    ]);
  });

  test('is made again when it is missing or lacks a column of the wall, from several places at once', async () => {
    await addQueues('main', 'todo', 'doing');
    await sync();
    await database.pool.query('DROP VIEW queue_todo');
    await database.pool.query(
      'CREATE OR REPLACE VIEW queue_doing AS SELECT reference, place, queue_id FROM card_wall WHERE queue_id = 2 ORDER BY place',
    );
    const reports = await Promise.all([sync(), sync(), sync()]);
    expect(reports.flatMap((report) => report.made).sort()).toEqual(['queue_doing', 'queue_todo']);
    const [[row]] = await database.pool.query<RowDataPacket[]>(
      'SELECT COUNT(past_due) AS cards FROM queue_doing',
    );
    expect(row).toEqual({ cards: 0 });
  });

  test('can be read by reader and mover, and by nobody once it is gone', async () => {
    await applyRoles(database.url);
    await addQueues('main', 'todo');
    await sync();
    const suffix = `_${database.name.slice(-6)}`;
    const urls = await createLogins(database.url, { reader: 'r', mover: 'm', relay: 'x' }, { suffix });
    const attempt = async (url = '', sql = '') => {
      const connection = await createConnection(url);
      return connection
        .query(sql)
        .then(
          () => 'done',
          (error) => error.errno,
        )
        .finally(() => connection.end());
    };
    for (const view of [
      'queue_todo',
      'card_wall',
      'bi_lead_times',
      'bi_cumulative_flow',
      'bi_sla',
      'bi_time_in_queue',
      'bi_blocks',
    ]) {
      expect([view, await attempt(urls.reader, `SELECT * FROM ${view}`)]).toEqual([view, 'done']);
      expect([view, await attempt(urls.mover, `SELECT * FROM ${view}`)]).toEqual([view, 'done']);
      expect([view, await attempt(urls.relay, `SELECT * FROM ${view}`)]).toEqual([view, 1142]);
    }
    await database.pool.query("UPDATE wip_limits SET queue_name = 'x' WHERE queue_name = 'todo'");
    await sync();
    await database.pool.query('CREATE TABLE queue_todo (secret INT)');
    expect(await attempt(urls.reader, 'SELECT * FROM queue_todo')).toBe(1142);
    expect(await attempt(urls.mover, 'SELECT * FROM queue_x')).toBe('done');

    const admin = createPool(database.url, { connectionLimit: 1 });
    for (const role of ['reader', 'mover', 'relay'])
      await admin.query('DROP USER ?', [`kanban_${role}${suffix}`]);
    await admin.end();
  });
});
