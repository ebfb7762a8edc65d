import { oneDatabase } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { runCli } from '../testing/run-cli.ts';

describe.each(oneDatabase())('subscriptions by command on $name', (server) => {
  const database = boardTest(server);
  const kanban = (...args: string[]) => runCli(['subscriptions', ...args], { DATABASE_URL: database.url });
  beforeAll(async () => {
    await database.pool.query(
      "INSERT INTO value_streams (name, time_zone) VALUES ('shop', 'Asia/Kathmandu')",
    );
    await database.pool.query("INSERT INTO wip_limits (queue_name) VALUES ('backlog'), ('test')");
    await database.pool.query(
      "INSERT INTO endpoints (name, channel, url) VALUES ('ops', 'slack', 'https://chat.test/x')",
    );
    await database.pool.query("INSERT INTO members (name) VALUES ('grace')");
    await database.pool.query("INSERT INTO work_items (reference) VALUES ('17')");
  });
  beforeEach(async () => {
    for (const table of ['subscriptions', 'subscription_recipients']) {
      await database.pool.query(`DELETE FROM ${table}`);
    }
    await database.pool.query('ALTER TABLE subscriptions AUTO_INCREMENT = 1');
  });

  test('are added, listed and removed', async () => {
    expect((await kanban('list')).stdout).toBe('There are no subscriptions.\n');
    await kanban('add', 'a@x.test', '--topic', 'queue.*', '--queue', 'test', '--digest', 'hourly');
    await kanban('add', '--role', 'manager', '--stream', 'shop', '--quiet', '20:00-07:30');
    expect(await kanban('add', 'ops', '--channel', 'slack', '--assignee', 'ada')).toMatchObject({
      code: 0,
      stdout: 'Subscription 3 is active.\n',
    });
    await kanban('add', '--member', 'grace', '--item', '17', '--topic', 'work_item.*');
    expect((await kanban('list')).stdout).toBe(
      `
ID  TOPIC        ABOUT         CHANNEL  WHO           WHEN                            STATE
1   queue.*      queue test    email    a@x.test      hourly UTC                      active
2   *            stream shop   email    role manager  not 20:00-07:30 Asia/Kathmandu  active
3   *            assignee ada  slack    ops           at once                         active
4   work_item.*  item 17       email    member grace  at once                         active
`.slice(1),
    );
    expect((await kanban('remove', '1', '3', '4')).stdout).toBe('Removed: 1, 3, 4.\n');
    expect(await select(database, 'SELECT id FROM subscriptions')).toEqual([{ id: 2 }]);
  });

  test('are paused and resumed, all of them or none', async () => {
    await kanban('add', 'a@x.test');
    await kanban('pause', '1');
    expect(await select(database, 'SELECT is_active FROM subscriptions')).toEqual([{ is_active: 0 }]);
    expect(await kanban('resume', '1', '9')).toMatchObject({
      code: 1,
      stderr:
        'There is no subscription 9; `kanban subscriptions list` lists the existing ones. Nothing was changed.\n',
    });
    expect(await select(database, 'SELECT is_active FROM subscriptions')).toEqual([{ is_active: 0 }]);
    await kanban('resume', '1');
    expect(await select(database, 'SELECT is_active FROM subscriptions')).toEqual([{ is_active: 1 }]);
  });

  test('show who unsubscribed, and are resumed for a person by name', async () => {
    await kanban('add', 'a@x.test');
    await kanban('add', '--role', 'manager');
    await database.pool.query(
      `INSERT INTO subscription_recipients (subscription_id, recipient, token, unsubscribed_at) VALUES
       (1, 'a@x.test', REPEAT('a', 32), NOW()), (2, 'boss@x.test', REPEAT('b', 32), NOW()), (2, 'b@x.test', REPEAT('c', 32), NULL)`,
    );
    const states = async () =>
      (await kanban('list')).stdout
        .split('\n')
        .slice(1, 3)
        .map((line) => line.split(/ {2,}/).at(-1));
    expect(await states()).toEqual(['unsubscribed', 'active, 1 left']);
    await kanban('resume', '1', '2');
    expect(await states()).toEqual(['active', 'active, 1 left']);
    expect((await kanban('resume', '2', '--recipient', 'b@x.test')).code).toBe(1);
    await kanban('resume', '2', '--recipient', 'Boss@x.test');
    expect(await states()).toEqual(['active', 'active']);
  });

  test.each([
    [['add', 'a@x.test', '--topic', 'queue.empty'], 1, /there are: queue\.slot_available, queue\.overloaded/],
    [['add', 'a@x.test', '--topic', '*.blocked', '--own-topic'], 1, /topic is \* for all, queue\.\*/],
    [
      ['add', 'a@x.test', '--queue', 'tset'],
      1,
      /There is no queue tset in any value stream; there are: backlog, test/,
    ],
    [['add', 'a@x.test', '--stream', 'nope'], 1, /There is no value stream nope; there are: main, shop/],
    [['add', 'a@x.test', '--time-zone', 'Mars/Olympus'], 1, /no time zone Mars\/Olympus/],
    [['add', 'Ada <a@x.test>'], 1, /recipient is one e-mail address, without a name/],
    [['add', 'nobody', '--channel', 'slack'], 1, /There is no slack endpoint nobody; there are: ops/],
    [['add', '--member', 'nobody'], 1, /no member 'nobody'/],
    [['add', 'a@x.test', '--item', '18'], 1, /no work item 18/],
    [['add', 'a@x.test', '--member', 'grace'], 2, /a recipient, or a role with --role, or a member/],
    [['add', '--role', 'owner'], 2, /Allowed choices are logger, assignee, manager/],
    [['add', '--role', 'manager', '--channel', 'slack'], 1, /./],
    [['add', 'a@x.test', '--channel', 'pigeon'], 2, /Allowed choices are email, slack, teams, webhook/],
    [['add', 'a@x.test', '--quiet', '20:00'], 2, /two different times of day, such as 20:00-07:30/],
    [['add', 'a@x.test', '--digest', 'weekly'], 2, /hourly, or daily with a time of day/],
    [['add', 'a@x.test', '--role', 'logger'], 2, /either a recipient, or a role with --role/],
    [['add'], 2, /a recipient, or a role/],
    [['pause', 'all'], 2, /the number of a subscription/],
  ] as const)('%j is refused, naming what is allowed', async (args, code, sentence) => {
    const outcome = await kanban(...args);
    expect(outcome.code).toBe(code);
    expect(outcome.stderr).toMatch(sentence);
    expect(await select(database, 'SELECT id FROM subscriptions')).toEqual([]);
  });

  test.each([
    ["(topic, recipient) VALUES ('*.x', 'a@x.test')", /topic is \* for all/],
    ["(recipient, role) VALUES ('a@x.test', 'logger')", /a recipient, a role or a member, one of them/],
    ["(role, member) VALUES ('logger', 'grace')", /a recipient, a role or a member, one of them/],
    ['() VALUES ()', /a recipient, a role or a member, one of them/],
    ["(member) VALUES ('nobody')", /no member 'nobody'/],
    ["(member, channel) VALUES ('grace', 'slack')", /a role or a member gets e-mail/],
    ["(role) VALUES ('owner')", /role is logger, assignee or manager/],
    ["(role, channel) VALUES ('logger', 'slack')", /a role or a member gets e-mail/],
    ["(channel, recipient) VALUES ('pigeon', 'x')", /channel is email, slack, teams or webhook/],
    ["(recipient) VALUES ('two@x.test, people@x.test')", /one e-mail address/],
    ["(recipient) VALUES ('a@x.test\\nBcc: b@x.test')", /one e-mail address/],
    ["(recipient, time_zone) VALUES ('a@x.test', '+02:00')", /IANA database/],
    ["(recipient, quiet_from) VALUES ('a@x.test', '22:00')", /two different times of day/],
    [
      "(recipient, quiet_from, quiet_until) VALUES ('a@x.test', '22:00', '25:00')",
      /two different times of day/,
    ],
    ["(recipient, digest) VALUES ('a@x.test', 'daily 8:00')", /hourly, daily HH:MM/],
  ])('by SQL %s is refused by code, naming what is allowed', async (row, sentence) => {
    await expect(database.pool.query(`INSERT INTO subscriptions ${row}`)).rejects.toMatchObject({
      errno: 9118,
      sqlState: '45000',
      message: expect.stringMatching(sentence),
    });
  });

  test('an old row that would be refused today can be paused by SQL, but not changed to another bad value', async () => {
    // This is the last test, because it drops the triggers to write a row as an older version did.
    await database.pool.query('DROP TRIGGER subscriptions_before_insert_10_check');
    await database.pool.query("INSERT INTO subscriptions (recipient) VALUES ('no address')");
    await database.pool.query('UPDATE subscriptions SET is_active = FALSE');
    await expect(
      database.pool.query("UPDATE subscriptions SET recipient = 'none either'"),
    ).rejects.toMatchObject({ errno: 9118 });
  });
});
