import { PassThrough } from 'node:stream';
import { inTransaction } from '@kanban/schema';
import { oneDatabase } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { PoolConnection } from 'mysql2/promise';
import { beforeEach, describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { runCli } from '../testing/run-cli.ts';

describe.each(oneDatabase())('dead letters on $name', (server) => {
  const database = boardTest(server, { chosenIds: true });
  const kanban = (...args: string[]) => runCli(['dead-letters', ...args], { DATABASE_URL: database.url });
  /** The same with a person at a terminal, who answers. */
  const answering = (answer: string, ...args: string[]) => {
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    stdin.end(answer);
    return runCli(['dead-letters', ...args], { DATABASE_URL: database.url }, undefined, stdin);
  };
  beforeEach(async () => {
    await database.pool.query('DELETE FROM deliveries');
    await database.pool.query('DELETE FROM outbox_events');
    await database.pool.query(
      `INSERT INTO outbox_events (id, topic, payload, fanned_out_at, processed_at) VALUES
       (1, 'queue.slot_available', '{"queue_name":"test"}', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6)),
       (2, 'work_item.blocked', '{"reference":"7"}', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
    );
    await database.pool.query(
      `INSERT INTO deliveries (id, event_id, channel, recipient, state, attempts, settled_at, last_error) VALUES
       (11, 1, 'email', 'a@example.com', 'dead', 2, UTC_TIMESTAMP(6) - INTERVAL 10 DAY, '550 no such user'),
       (12, 1, 'email', 'b@example.com', 'dead', 5, UTC_TIMESTAMP(6), NULL),
       (13, 2, 'email', 'c_1@example.org', 'dead', 5, UTC_TIMESTAMP(6), 'gone'),
       (14, 1, 'email', 'd@example.com', 'sent', 1, UTC_TIMESTAMP(6), NULL)`,
    );
    await database.pool.query(
      `INSERT INTO delivery_attempts (delivery_id, attempt, outcome, said) VALUES
       (11, 1, 'failed', '451 4.7.1 greylisted,\ncome back'), (11, 2, 'dead', '550 no such user')`,
    );
  });

  const deliveries = () =>
    select(
      database,
      'SELECT id, state, round, attempts, settled_at IS NULL AS isOpen FROM deliveries ORDER BY id',
    );
  const listed = async (...filter: string[]) =>
    (await kanban('list', '--json', ...filter)).stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).id);

  test('are listed with what went wrong, on one line each', async () => {
    const { stdout } = await kanban('list');
    expect(stdout).toMatch(
      /^ID +DIED AT +TOPIC +CHANNEL +RECIPIENT +ATTEMPTS +ERROR\n11 .*a@example\.com +2 +550 no such user\n12 .*\n13 /,
    );
    expect(stdout).not.toContain('d@example.com');
  });

  test.each([
    [
      ['--topic', 'queue.*'],
      [11, 12],
    ],
    [['--topic', 'queue'], []],
    [
      ['--recipient', '*@example.com'],
      [11, 12],
    ],
    [['--recipient', 'c_1@example.org'], [13]],
    [['--recipient', 'c%'], []],
    [
      ['--channel', 'email'],
      [11, 12, 13],
    ],
    [['--channel', 'slack'], []],
    [['--older-than', '7d'], [11]],
    [
      ['--newer-than', '2w', '--topic', 'queue.*'],
      [11, 12],
    ],
    [
      ['--newer-than', '1h'],
      [12, 13],
    ],
  ])('listed with %s are those that fit', async (filter, ids) => {
    expect(await listed(...filter)).toEqual(ids);
  });

  test('shown tell what the server said at each attempt', async () => {
    const { stdout } = await kanban('show', '11');
    expect(stdout).toMatch(
      /What was said:\n {2}\S+Z +1 +failed +451 4\.7\.1 greylisted, come back\n {2}\S+Z +2 +dead +550 no such user\n/,
    );
    expect(stdout).toContain('"queue_name": "test"');
    expect(JSON.parse((await kanban('show', '11', '--json')).stdout)).toMatchObject({
      id: 11,
      payload: { queue_name: 'test' },
      history: [
        { attempt: 1, outcome: 'failed' },
        { attempt: 2, outcome: 'dead' },
      ],
    });
    expect(await kanban('show', '14')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no dead letter 14'),
    });
  });

  test('one that is not dead is refused, and nothing is changed', async () => {
    const before = await deliveries();
    for (const command of [['retry'], ['drop', '--reason', 'old']]) {
      const { code, stderr } = await kanban(...command, '11', '14', '99');
      expect(code).toBe(1);
      expect(stderr).toBe('There are no dead letters 14, 99; nothing was changed.\n');
    }
    expect(await deliveries()).toEqual(before);
  });

  test('sent again start a new round with all attempts, their event is open, and the history says who did it', async () => {
    expect(await kanban('retry', '11')).toMatchObject({
      code: 0,
      stdout: '1 delivery will be sent again.\n',
    });
    expect((await deliveries())[0]).toEqual({ id: 11, state: 'pending', round: 2, attempts: 0, isOpen: 1 });
    expect(await select(database, 'SELECT id FROM outbox_events WHERE processed_at IS NULL')).toEqual([
      { id: 1 },
    ]);
    expect(
      await select(database, "SELECT said FROM delivery_attempts WHERE outcome = 'retried'"),
    ).toMatchObject([{ said: expect.stringMatching(/^sent again by .+@/) }]);
  });

  test('dropped are off the list with their reason, and not sent again with all', async () => {
    expect(await kanban('drop', '12', '--reason', 'left the company')).toMatchObject({
      code: 0,
      stdout: '1 dropped.\n',
    });
    expect(await listed()).toEqual([11, 13]);
    expect((await kanban('list', '--dropped')).stdout).toContain('dropped: left the company');
    // Dropped twice: the first reason stays.
    await kanban('drop', '12', '--reason', 'else');
    expect((await kanban('show', '12')).stdout).toMatch(/Dropped +\S+Z by .+: left the company\n/);
    expect(await kanban('retry', '--all', '--yes')).toMatchObject({
      stdout: '2 deliveries will be sent again.\n',
    });
    expect((await deliveries()).map(({ state }) => state)).toEqual(['pending', 'dead', 'pending', 'sent']);
    expect((await kanban('list')).stdout).toBe('There are no dead letters.\n');
    // Named, it is: that is somebody's decision.
    expect(await kanban('retry', '12')).toMatchObject({ code: 0 });
    expect(await listed('--dropped')).toEqual([]);
  });

  test('are sent again and dropped while another connection has locked others', async () => {
    const change = async (holder: PoolConnection) => {
      await holder.query('SELECT id FROM deliveries FORCE INDEX (PRIMARY) WHERE id IN (13, 14) FOR UPDATE');
      await holder.query('SELECT id FROM outbox_events FORCE INDEX (PRIMARY) WHERE id = 2 FOR UPDATE');
      expect((await kanban('retry', '11')).code).toBe(0);
      expect((await kanban('drop', '12', '--reason', 'gone')).code).toBe(0);
    };
    await inTransaction(database.pool, change, { isolation: 'READ COMMITTED' });
  });

  test('chosen by a filter are changed after a yes, and by scripts only with --yes', async () => {
    const before = await deliveries();
    const asked = ['retry', '--older-than', '7d'];
    expect(await kanban(...asked)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Send 1 dead letter again? Nothing was changed. Add --yes to confirm.'),
    });
    expect((await answering('n\n', ...asked)).stdout).toBe('Nothing was changed.\n');
    expect((await answering('', ...asked)).stdout).toBe('Nothing was changed.\n');
    expect(await deliveries()).toEqual(before);
    expect((await answering('y\n', ...asked)).stdout).toBe('1 delivery will be sent again.\n');
    expect(await kanban('drop', '--topic', 'work_item.*', '--reason', 'old news', '--yes')).toMatchObject({
      code: 0,
      stdout: '1 dropped.\n',
    });
    expect(await listed()).toEqual([12]);
  });

  test('are not chosen by nothing, by both a name and a filter, or dropped without a reason', async () => {
    expect((await kanban('retry')).code).toBe(2);
    expect((await kanban('retry', '11', '--all')).code).toBe(2);
    expect((await kanban('drop', '11')).code).toBe(2);
    expect((await kanban('drop', '11', '--reason', ' ')).code).toBe(2);
    expect((await kanban('list', '--older-than', 'long')).code).toBe(2);
  });

  test('of a digest are one: what it carried is sent again and dropped with it', async () => {
    await database.pool.query('UPDATE deliveries SET is_digest = TRUE WHERE id = 12');
    await database.pool.query(
      "UPDATE deliveries SET recipient = 'b@example.com', carried_by = 12 WHERE id = 13",
    );
    expect(await listed()).toEqual([11, 12]);
    const states = () =>
      select(database, 'SELECT state, dropped_at IS NULL AS is_kept FROM deliveries WHERE id IN (12, 13)');
    expect((await kanban('retry', '12')).code).toBe(0);
    expect(await states()).toEqual([
      { state: 'pending', is_kept: 1 },
      { state: 'collected', is_kept: 1 },
    ]);
    const open = 'SELECT id FROM outbox_events WHERE processed_at IS NULL ORDER BY id';
    expect(await select(database, open)).toEqual([{ id: 1 }, { id: 2 }]);
    await database.pool.query(
      "UPDATE deliveries SET state = 'dead', settled_at = NOW() WHERE id IN (12, 13)",
    );
    await kanban('drop', '12', '--reason', 'nobody reads it');
    expect(await states()).toEqual([
      { state: 'dead', is_kept: 0 },
      { state: 'dead', is_kept: 0 },
    ]);
  });
});
