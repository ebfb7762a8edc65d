import { applyRoles, createLogins } from '@kanban/schema';
import { serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { beforeAll, describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { runCli } from '../testing/run-cli.ts';

describe.each(serviceDatabases())('kanban housekeeping on $name', (server) => {
  const database = boardTest(server, { pretendedClock: true });
  let housekeeper: string;
  let mover: string;
  beforeAll(async () => {
    await database.pool.query(
      "INSERT INTO wip_limits (queue_name) VALUES ('backlog'), ('build'), ('live'), ('closed'), ('dropped')",
    );
    await applyRoles(database.url);
    const passwords = { housekeeper: 'keep it', mover: 'move it' };
    const logins = await createLogins(database.url, passwords, { suffix: `_${database.name.slice(-6)}` });
    housekeeper = logins.housekeeper as string;
    mover = logins.mover as string;
  });

  const kanban = (args: string[], url = housekeeper, signal?: AbortSignal) =>
    runCli(['housekeeping', ...args], { DATABASE_URL: url }, signal);
  /** Puts items into queues, so many days ago. */
  const enterAgo = async (days: number, ...cards: [reference: string, queue: string][]) => {
    const connection = await database.pool.getConnection();
    await connection.query('SET timestamp = UNIX_TIMESTAMP() - ? * 86400', [days]);
    for (const [reference, queue] of cards) {
      await connection.query('INSERT INTO work_items (reference) VALUES (?)', [reference]);
      await connection.query('INSERT INTO queues (reference, queue_name) VALUES (?, ?)', [reference, queue]);
    }
    connection.destroy();
  };
  const where = async (reference: string) =>
    (
      await select<{ name: string }>(database, 'SELECT queue_name AS name FROM queues WHERE reference = ?', [
        reference,
      ])
    )[0]?.name;

  test('does all of it once with the rights of its role, says what it did, and has nothing to do then', async () => {
    await enterAgo(100, ['a', 'backlog'], ['b', 'live'], ['c', 'build']);
    await database.pool.query("UPDATE work_items SET date_due = '2026-01-01' WHERE reference = 'c'");
    const { code, stdout, stderr } = await kanban([]);
    expect(stderr).toBe('');
    expect(stdout).toBe(
      'main: 1 stale item dropped\nmain: 1 delivered item completed\nSLAs: 0 items at risk, 1 breached\n',
    );
    expect(code).toBe(0);
    expect([await where('a'), await where('b'), await where('c')]).toEqual(['dropped', 'closed', 'build']);
    expect(
      await select(
        database,
        "SELECT JSON_UNQUOTE(JSON_EXTRACT(payload, '$.reference')) AS reference FROM outbox_events WHERE topic = 'work_item.sla_breached'",
      ),
    ).toEqual([{ reference: 'c' }]);
    expect(await kanban([])).toEqual({ code: 0, stdout: 'Nothing to do.\n', stderr: '' });
  });

  test('does only what is asked for', async () => {
    await enterAgo(100, ['d', 'backlog'], ['e', 'live']);
    expect(await kanban(['--tasks', 'complete-delivered'])).toMatchObject({
      code: 0,
      stdout: 'main: 1 delivered item completed\n',
    });
    expect(await where('d')).toBe('backlog');
    expect((await kanban(['--tasks', 'tidy'])).code).toBe(2);
    expect(await kanban(['--tasks', 'drop-stale', 'flag-slas'])).toMatchObject({
      code: 0,
      stdout: 'main: 1 stale item dropped\n',
    });
  });

  test('says what was skipped and why, and exits 1', async () => {
    await enterAgo(100, ['f', 'backlog']);
    await database.pool.query("UPDATE wip_limits SET wip_limit = 0 WHERE queue_name = 'dropped'");
    const { code, stdout, stderr } = await kanban([]);
    expect(stdout).toMatch(/^main: 0 stale items dropped, 1 skipped \(f: KANBAN_QUEUE_FULL: /m);
    expect(stderr).toBe('1 card skipped; the next run tries again.\n');
    expect(code).toBe(1);
    await database.pool.query("UPDATE wip_limits SET wip_limit = -1 WHERE queue_name = 'dropped'");
    expect(await kanban([])).toMatchObject({ code: 0, stdout: 'main: 1 stale item dropped\n' });
  });

  test('beside another runner says so at once and does none of its work', async () => {
    await enterAgo(100, ['g', 'backlog']);
    await database.pool.query(
      `UPDATE housekeeping_tasks SET claimed_by = '7 on elsewhere:3306 token', claim_expires_at = UTC_TIMESTAMP(6) + INTERVAL 1 MINUTE
       WHERE name = 'housekeep'`,
    );
    expect(await kanban([])).toEqual({
      code: 0,
      stdout: 'housekeep: another runner is at work: connection 7 on elsewhere:3306\n',
      stderr: '',
    });
    expect(await where('g')).toBe('backlog');
    await database.pool.query(
      "UPDATE housekeeping_tasks SET claim_expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE name = 'housekeep'",
    );
    expect(await kanban([])).toMatchObject({ code: 0, stdout: 'main: 1 stale item dropped\n' });
  });

  test('with --every runs until SIGTERM, then stops at once and in good order', async () => {
    const stopping = new AbortController();
    const running = kanban(['--every', '20ms'], housekeeper, stopping.signal);
    await enterAgo(100, ['h', 'backlog']);
    await expect.poll(() => where('h'), { timeout: 10_000 }).toBe('dropped');
    await enterAgo(100, ['i', 'backlog']);
    await expect.poll(() => where('i'), { timeout: 10_000 }).toBe('dropped');
    const stoppedAt = Date.now();
    stopping.abort();
    expect(await running).toMatchObject({
      code: 0,
      stdout: 'main: 1 stale item dropped\nmain: 1 stale item dropped\n',
    });
    expect(Date.now() - stoppedAt).toBeLessThan(3_000);
  });

  test('with --every says once what stays undone until somebody does something about it', async () => {
    await database.pool.query("INSERT INTO value_streams (name) VALUES ('short')");
    await database.pool.query("INSERT INTO wip_limits (value_stream, queue_name) VALUES ('short', 'live')");
    const connection = await database.pool.getConnection();
    await connection.query('SET timestamp = UNIX_TIMESTAMP() - 100 * 86400');
    await connection.query("INSERT INTO work_items (reference, value_stream) VALUES ('s', 'short')");
    await connection.query("INSERT INTO queues (reference, queue_name) VALUES ('s', 'live')");
    connection.destroy();
    const stopping = new AbortController();
    const running = kanban(['--every', '20ms'], housekeeper, stopping.signal);
    for (const reference of ['k', 'l']) {
      await enterAgo(100, [reference, 'backlog']);
      await expect.poll(() => where(reference), { timeout: 10_000 }).toBe('dropped');
    }
    stopping.abort();
    const { stdout } = await running;
    expect(stdout.split('\n').filter((line) => line.startsWith('short: '))).toEqual([
      'short: 1 left where they are: there is no queue of kind completed',
    ]);
    expect(stdout.match(/^main: 1 stale item dropped$/gm)).toHaveLength(2);
  });

  test('is not for a mover', async () => {
    expect(await kanban([], mover)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('lacks the rights for this'),
    });
  });
});
