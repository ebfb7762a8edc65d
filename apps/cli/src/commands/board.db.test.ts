import { serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { runCli } from '../testing/run-cli.ts';

describe.each(serviceDatabases())('the board by command on $name', (server) => {
  const database = boardTest(server);
  const kanban = (...args: string[]) => runCli(args, { DATABASE_URL: database.url });

  test('migrate reports a database that is up to date', async () => {
    expect(await kanban('migrate', '--no-roles')).toMatchObject({
      code: 0,
      stdout: 'The database is up to date.\n',
    });
  });

  test('queues are added after the last one, with the kind that their name suggests, and listed', async () => {
    await kanban('queues', 'add', 'backlog');
    expect((await kanban('queues', 'add', 'review', '--kind', 'active', '--limit', '1')).stdout).toBe(
      'review (active) holds 0, limit 1.\n',
    );
    expect((await kanban('queues', 'list')).stdout).toBe(
      'QUEUE    KIND     ITEMS  LIMIT\nbacklog  backlog  0      none\nreview   active   0      1\n',
    );
    expect(await kanban('queues', 'add', 'review')).toMatchObject({
      code: 1,
      stderr: 'main has a queue review.\n',
    });
  });

  test('a raised limit is announced, and a limit below the number of items is accepted and reported as overloaded', async () => {
    await database.pool.query("INSERT INTO work_items (reference) VALUES ('A')");
    await database.pool.query("INSERT INTO queues (reference, queue_name) VALUES ('A', 'review')");
    expect((await kanban('queues', 'set-limit', 'review', '2')).stdout).toBe(
      'review (active) holds 1, limit 2.\n',
    );
    expect((await kanban('queues', 'set-limit', 'review', '0')).stdout).toMatch(
      /holds 1, limit 0; overloaded/,
    );
    expect(await select(database, 'SELECT topic FROM outbox_events ORDER BY id')).toEqual([
      { topic: 'queue.slot_available' },
      { topic: 'queue.overloaded' },
    ]);
    expect(await kanban('queues', 'set-limit', 'nope', '2')).toMatchObject({
      code: 1,
      stderr: 'There is no queue nope in main; there are: backlog, review.\n',
    });
    expect(await kanban('queues', 'set-limit', 'review', 'many')).toMatchObject({ code: 2 });
  });
});
