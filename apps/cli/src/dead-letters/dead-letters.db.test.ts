import { createTestDatabase, type TestDatabase, testDatabases } from '@kanban/schema/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { runCli } from '../testing/run-cli.ts';

describe.each(testDatabases())('dead letters on $name', (server) => {
  let database: TestDatabase;
  const kanban = (...args: string[]) => runCli(['dead-letters', ...args], { DATABASE_URL: database.url });
  beforeAll(async () => {
    database = await createTestDatabase(server);
    await database.pool.query(
      `INSERT INTO outbox_events (id, topic, payload, fanned_out_at, processed_at)
       VALUES (1, 'queue.slot_available', '{"queue_name":"test"}', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
    );
    await database.pool.query(
      `INSERT INTO deliveries (id, event_id, channel, recipient, state, attempts, settled_at, last_error) VALUES
       (11, 1, 'email', 'a@example.com', 'dead', 5, UTC_TIMESTAMP(6), '550 no such user'),
       (12, 1, 'email', 'b@example.com', 'dead', 5, UTC_TIMESTAMP(6), NULL),
       (13, 1, 'email', 'c@example.com', 'dead', 5, UTC_TIMESTAMP(6), 'gone'),
       (14, 1, 'email', 'd@example.com', 'sent', 1, UTC_TIMESTAMP(6), NULL)`,
    );
  });
  afterAll(() => database?.drop());

  const deliveries = () =>
    select(
      database,
      'SELECT id, state, round, attempts, settled_at IS NULL AS isOpen FROM deliveries ORDER BY id',
    );

  test('are listed and shown with what went wrong', async () => {
    const { stdout } = await kanban('list');
    expect(stdout).toMatch(
      /^ID +DIED AT +TOPIC +RECIPIENT +ATTEMPTS +ERROR\n11 .*a@example\.com +5 +550 no such user\n12 .*\n13 /,
    );
    expect(stdout).not.toContain('d@example.com');
    expect(JSON.parse((await kanban('show', '11')).stdout)).toMatchObject({
      id: 11,
      payload: { queue_name: 'test' },
    });
  });

  test('one that is not dead is refused, and nothing is changed', async () => {
    const before = await deliveries();
    for (const command of ['retry', 'drop']) {
      const { code, stderr } = await kanban(command, '11', '14', '99');
      expect(code).toBe(1);
      expect(stderr).toBe('There are no dead letters 14, 99; nothing was changed.\n');
    }
    expect(await deliveries()).toEqual(before);
  });

  test('sent again start a new round with all attempts, and their event is open', async () => {
    expect(await kanban('retry', '11')).toMatchObject({
      code: 0,
      stdout: '1 delivery will be sent again.\n',
    });
    expect((await deliveries())[0]).toEqual({ id: 11, state: 'pending', round: 2, attempts: 0, isOpen: 1 });
    expect(await select(database, 'SELECT processed_at FROM outbox_events')).toEqual([
      { processed_at: null },
    ]);
  });

  test('dropped are off the list and not sent again with all', async () => {
    expect(await kanban('drop', '12')).toMatchObject({ code: 0, stdout: '1 dropped.\n' });
    expect((await kanban('list')).stdout).not.toContain('b@example.com');
    expect((await kanban('list', '--dropped')).stdout).toContain('b@example.com');
    expect(await kanban('retry', '--all')).toMatchObject({ stdout: '1 delivery will be sent again.\n' });
    expect((await deliveries()).map(({ state }) => state)).toEqual(['pending', 'dead', 'pending', 'sent']);
    expect((await kanban('list')).stdout).toBe('There are no dead letters.\n');
  });
});
