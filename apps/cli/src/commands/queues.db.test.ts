import { drift, enter, move, oneDatabase } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { runCli } from '../testing/run-cli.ts';

const oddName = `"Müller's" \`Prüfung\` % ${'ö'.repeat(40)}`.padEnd(64, 'x');

describe.each(oneDatabase())('kanban queues on $name', (server) => {
  const database = boardTest(server, { connectionLimit: 4 });
  const kanban = (...args: string[]) => runCli(['queues', ...args], { DATABASE_URL: database.url });
  const order = async () =>
    (
      await select<{ name: string }>(
        database,
        "SELECT queue_name AS name FROM wip_limits WHERE value_stream = 'main' ORDER BY position",
      )
    ).map((row) => row.name);
  const views = async () =>
    (
      await select<{ name: string }>(
        database,
        `SELECT table_name AS name FROM information_schema.views
         WHERE table_schema = DATABASE() AND table_name LIKE 'queue\\_%' ORDER BY table_name`,
      )
    ).map((row) => row.name);
  beforeEach(async () => {
    await database.empty();
    await database.pool.query("INSERT INTO wip_limits (queue_name) VALUES ('backlog'), ('build'), ('live')");
  });
  afterEach(async () => {
    expect(await drift(database.pool)).toEqual([]);
  });

  /** Two items on their way, one back from build. */
  const makeHistory = async () => {
    await enter(database.pool, 'backlog', 'a', 'b');
    await move(database.pool, 'a', 'build');
    await move(database.pool, 'b', 'build');
    await move(database.pool, 'b', 'backlog');
  };

  test('adds a queue in front of another, behind one, at a position or behind all', async () => {
    await makeHistory();
    await kanban('add', 'ready', '--before', 'build');
    await kanban('add', 'review', '--after', 'build', '--limit', '2');
    await kanban('add', 'ideas', '--position', '1');
    await kanban('add', 'closed');
    expect(await order()).toEqual(['ideas', 'backlog', 'ready', 'build', 'review', 'live', 'closed']);
    expect(await views()).toEqual([
      'queue_backlog',
      'queue_build',
      'queue_closed',
      'queue_ideas',
      'queue_live',
      'queue_ready',
      'queue_review',
    ]);
  });

  test('reorders queues that have history, and computes it again', async () => {
    await makeHistory();
    const furthest = () =>
      select(
        database,
        'SELECT f.reference, l.queue_name FROM item_flow f JOIN wip_limits l ON l.id = f.furthest_queue_id ORDER BY 1',
      );
    expect(await furthest()).toEqual([
      { reference: 'a', queue_name: 'build' },
      { reference: 'b', queue_name: 'build' },
    ]);
    expect(await kanban('reorder', 'build', '--before', 'backlog')).toMatchObject({
      code: 0,
      stdout: 'build, backlog, live\n',
    });
    expect(await order()).toEqual(['build', 'backlog', 'live']);
    expect(await furthest()).toEqual([
      { reference: 'a', queue_name: 'backlog' },
      { reference: 'b', queue_name: 'backlog' },
    ]);
    expect((await kanban('reorder', 'build', '--after', 'live')).stdout).toBe('backlog, live, build\n');
    expect((await kanban('reorder', 'build', '--position', '2')).stdout).toBe('backlog, build, live\n');
    expect(await select(database, 'SELECT * FROM bulk_sessions')).toEqual([]);
  });

  test('changes what a queue means, and who had been committed with it', async () => {
    await makeHistory();
    const committed = () =>
      select(database, 'SELECT reference FROM item_flow WHERE committed_at IS NOT NULL');
    expect(await committed()).toHaveLength(2);
    expect(await kanban('set-kind', 'build', 'backlog')).toMatchObject({
      code: 0,
      stdout: 'build (backlog) holds 1, limit none.\n',
    });
    expect(await committed()).toEqual([]);
    expect(await kanban('set-kind', 'build', 'fun')).toMatchObject({ code: 2 });
  });

  test('changes nothing when it cannot be done whole', async () => {
    await makeHistory();
    await database.pool.query(
      `CREATE TRIGGER zz_fail BEFORE UPDATE ON wip_limits FOR EACH ROW
       IF NEW.position = 1 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'half-way'; END IF`,
    );
    const reordered = await kanban('reorder', 'live', '--position', '1');
    await database.pool.query('DROP TRIGGER zz_fail');
    expect(reordered).toMatchObject({ code: 1 });
    expect(await order()).toEqual(['backlog', 'build', 'live']);
    expect(await select(database, 'SELECT * FROM bulk_sessions')).toEqual([]);
  });

  test('renames a queue with its cards, its view and the subscriptions to it', async () => {
    await makeHistory();
    await kanban('list');
    await database.pool.query(
      `INSERT INTO subscriptions (value_stream, queue_name, recipient)
       VALUES ('main', 'build', 'a@example.com'), (NULL, 'build', 'b@example.com'), ('main', 'live', 'c@example.com')`,
    );
    await database.pool.query("INSERT INTO value_streams (name) VALUES ('other')");
    await database.pool.query("INSERT INTO wip_limits (value_stream, queue_name) VALUES ('other', 'build')");
    const { stdout, stderr } = await kanban('rename', 'build', oddName);
    expect(stdout).toBe(`${oddName} (active) holds 1, limit none.\n`);
    expect(stderr).toContain('1 subscription for build in every stream still use the old name.');
    expect(await select(database, 'SELECT queue_name FROM subscriptions ORDER BY recipient')).toEqual([
      { queue_name: oddName },
      { queue_name: 'build' },
      { queue_name: 'live' },
    ]);
    const [view = ''] = (await views()).filter((name) => name.includes('m_ller_s'));
    expect(view).toHaveLength(64);
    const [cards] = await database.pool.query('SELECT reference, queue_name FROM ??', [view]);
    expect(cards).toEqual([{ reference: 'a', queue_name: oddName }]);

    expect((await kanban('reorder', oddName, '--position', '1')).code).toBe(0);
    expect((await kanban('rename', oddName, 'build')).stdout).toBe('build (active) holds 1, limit none.\n');
    expect(await views()).toEqual(['queue_backlog', 'queue_build', 'queue_live', 'queue_other__build']);
  });

  test('removes a queue that nothing ever was in, with its view, and no other', async () => {
    await makeHistory();
    await kanban('add', oddName);
    expect(await views()).toHaveLength(4);
    expect(await kanban('remove', oddName)).toMatchObject({
      code: 0,
      stdout: `${oddName} is removed from main.\n`,
    });
    expect(await kanban('remove', 'backlog')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('backlog holds 1 items; move them first'),
    });
    await move(database.pool, 'a', 'live');
    expect(await kanban('remove', 'build')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('build has history'),
    });
    expect(await order()).toEqual(['backlog', 'build', 'live']);
    expect(await views()).toEqual(['queue_backlog', 'queue_build', 'queue_live']);
  });

  test('works on the stream that is named', async () => {
    await database.pool.query("INSERT INTO value_streams (name) VALUES ('Ops & Co')");
    await kanban('add', 'inbox', '--stream', 'Ops & Co');
    await kanban('add', 'fix', '--stream', 'Ops & Co', '--before', 'inbox');
    expect(await order()).toEqual(['backlog', 'build', 'live']);
    expect((await kanban('list', '--stream', 'Ops & Co')).stdout).toMatch(/^QUEUE.*\nfix.*\ninbox.*\n$/);
    expect((await views()).slice(-2)).toEqual(['queue_ops___co__fix', 'queue_ops___co__inbox']);
  });

  const refusals = [
    [['add', 'build'], 1, 'main has a queue build.\n'],
    [['rename', 'build', 'live'], 1, 'main has a queue live.\n'],
    [['rename', 'nope', 'x'], 1, 'There is no queue nope in main; there are: backlog, build, live.\n'],
    [['remove', 'nope'], 1, 'There is no queue nope in main; there are: backlog, build, live.\n'],
    [['reorder', 'build', '--before', 'build'], 1, 'build cannot be placed next to itself.\n'],
    [['reorder', 'build', '--position', '4'], 1, 'There is no position 4; the last one is 3.\n'],
    [
      ['reorder', 'build', '--after', 'x'],
      1,
      'There is no queue x to place build next to; there are: backlog, live.\n',
    ],
    [['reorder', 'build'], 2, 'Give one of --before, --after and --position.\n'],
    [
      ['add', 'x', '--before', 'build', '--after', 'live'],
      2,
      'Give one of --before, --after and --position.\n',
    ],
    [['list', '--stream', 'x'], 1, 'There is no value stream x; there are: main.\n'],
  ] as const;
  test('refuses what makes no sense by a sentence and changes nothing', async () => {
    for (const [args, code, stderr] of refusals) {
      expect(await kanban(...args)).toEqual({ code, stdout: '', stderr });
      expect(await order()).toEqual(['backlog', 'build', 'live']);
    }
  });

  test('refuses names that are too long or empty, and shows examples', async () => {
    expect(await kanban('add', 'x'.repeat(65))).toMatchObject({ code: 2 });
    expect(await kanban('rename', 'build', '')).toMatchObject({ code: 2 });
    expect((await kanban('reorder', '--help')).stdout).toContain(
      'kanban queues reorder test --before review',
    );
  });

  test('kanban migrate makes the views, once', async () => {
    const migrate = () => runCli(['migrate', '--no-roles'], { DATABASE_URL: database.url });
    expect((await migrate()).code).toBe(0);
    expect(await views()).toEqual(['queue_backlog', 'queue_build', 'queue_live']);
    expect((await migrate()).stdout).toBe('The database is up to date.\n');
  });
});
