import { drift, enter, move, serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { runCli } from '../testing/run-cli.ts';

describe.each(serviceDatabases())('kanban streams and members on $name', (server) => {
  const database = boardTest(server, { connectionLimit: 4 });
  const kanban = (...args: string[]) => runCli(args, { DATABASE_URL: database.url });
  beforeAll(async () => {
    await database.pool.query("INSERT INTO wip_limits (queue_name) VALUES ('backlog'), ('build')");
    await enter(database.pool, 'backlog', 'm');
  });
  afterAll(async () => {
    expect(await drift(database.pool)).toEqual([]);
  });

  test('a stream is added, listed, renamed whole, archived, restored and, unused, removed', async () => {
    expect(await kanban('streams', 'add', 'shop', '--time-zone', 'Europe/Berlin')).toMatchObject({ code: 0 });
    expect(await kanban('streams', 'add', 'shop')).toMatchObject({
      code: 1,
      stderr: 'A value stream shop exists already.\n',
    });
    await kanban('queues', 'add', 'ideas', '--stream', 'shop');
    await kanban('queues', 'add', 'live', '--stream', 'shop');
    await database.pool.query(
      "INSERT INTO transitions (value_stream, from_queue, to_queue) VALUES ('shop', 'ideas', 'live')",
    );
    await kanban('settings', 'set', 'enforce_blocks', 'on', '--stream', 'shop');
    await database.pool.query("INSERT INTO work_items (reference, value_stream) VALUES ('s', 'shop')");
    await database.pool.query("INSERT INTO queues (reference, queue_name) VALUES ('s', 'ideas')");
    expect(await kanban('streams', 'rename', 'shop', 'store')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('shop is now called store.\n'),
    });
    expect((await kanban('streams', 'list')).stdout).toMatch(/^store +Europe\/Berlin +2 +1 +in use$/m);
    expect((await kanban('settings', 'list')).stdout).toMatch(/enforce_blocks +store +on/);
    expect(await select(database, "SELECT view_name FROM queue_views WHERE view_name LIKE '%ideas'")).toEqual(
      [{ view_name: 'queue_store__ideas' }],
    );
    expect(await kanban('verify')).toMatchObject({ code: 0 });

    expect(await kanban('streams', 'archive', 'store')).toMatchObject({ code: 0 });
    expect((await kanban('streams', 'list')).stdout).not.toContain('store');
    expect((await kanban('streams', 'list', '--all')).stdout).toMatch(/^store .* archived$/m);
    await move(database.pool, 's', 'live');
    expect(await kanban('streams', 'restore', 'store')).toMatchObject({
      code: 0,
      stdout: 'store is in use.\n',
    });

    // One that is used is only removed by who says so (removal.db.test.ts).
    expect(await kanban('streams', 'remove', 'store')).toMatchObject({
      code: 2,
      stderr: 'Remove store for good? Nothing was changed. Add --yes to confirm.\n',
    });
    await kanban('streams', 'add', 'empty');
    expect(await kanban('streams', 'remove', 'empty')).toMatchObject({
      code: 0,
      stdout: 'empty is removed.\n',
    });
  });

  test('unknown and impossible names are refused, with the existing ones', async () => {
    expect(await kanban('streams', 'rename', 'nope', 'x')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^There is no value stream nope; there are: main/),
    });
    expect(await kanban('streams', 'rename', 'main', 'x')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('main keeps its name'),
    });
    expect(await kanban('streams', 'add', ' x')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no blank at either end'),
    });
    expect(await kanban('streams', 'add', '😀'.repeat(65))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('1 to 64 characters'),
    });
    expect(await kanban('streams', 'add', '😀'.repeat(64))).toMatchObject({ code: 0 });
    expect(await kanban('streams', 'add', 'mars', '--time-zone', 'Mars/Olympus')).toMatchObject({ code: 2 });
    expect(await kanban('members', 'rename', 'nobody', 'x')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no member nobody; there are:'),
    });
  });

  test('a member is added, listed, renamed whole and removed', async () => {
    expect(
      await kanban('members', 'add', 'ada', '--display-name', 'Ada', '--email', 'ada@x.test', '--fast-track'),
    ).toMatchObject({ code: 0, stdout: 'ada is now a member.\n' });
    await kanban('members', 'add', 'bob');
    await database.pool.query("UPDATE work_items SET assignee = 'ada' WHERE reference = 'm'");
    await move(database.pool, 'm', 'build');
    expect(await kanban('members', 'rename', 'ada', 'bob')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("there is a member 'bob'"),
    });
    expect(await kanban('members', 'rename', 'ada', 'ada.l')).toMatchObject({
      code: 0,
      stdout: 'ada is now called ada.l.\n',
    });
    expect((await kanban('members', 'list')).stdout).toMatch(/^ada\.l +Ada +ada@x\.test +fast track +1$/m);
    expect(await select(database, "SELECT assignee FROM work_items WHERE reference = 'm'")).toEqual([
      { assignee: 'ada.l' },
    ]);
    expect(await kanban('verify')).toMatchObject({ code: 0 });
    expect(await kanban('members', 'remove', 'bob')).toMatchObject({ code: 0 });
  });
});
