import { createTestDatabase, serviceDatabases, type TestDatabase } from '@kanban/schema/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { runCli } from '../testing/run-cli.ts';

describe.each(serviceDatabases())('the board by command on $name', (server) => {
  let database: TestDatabase;
  const kanban = (...args: string[]) => runCli(args, { DATABASE_URL: database.url });
  beforeAll(async () => {
    database = await createTestDatabase(server);
  });
  afterAll(() => database?.drop());

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

  test('settings are set for all streams or for one, and unknown ones are refused', async () => {
    expect(await kanban('settings', 'set', 'enforce_wip_limits', 'off', '--stream', 'main')).toMatchObject({
      code: 0,
    });
    await kanban('settings', 'set', 'stale_backlog_days', '60');
    expect((await kanban('settings', 'list')).stdout).toBe(
      `
NAME                        STREAM  VALUE   DEFAULT
enforce_wip_limits          (all)   on      on
enforce_wip_limits          main    off     on
enforce_person_limits       (all)   on      on
enforce_transitions         (all)   on      on
enforce_blocks              (all)   off     off
enforce_dependencies        (all)   off     off
enforce_actors              (all)   on      off
stale_backlog_days          (all)   60      90
complete_after_days         (all)   30      30
sla_at_risk_percent         (all)   80      80
ageing_percentile           (all)   85      85
sle_days                    (all)   off     off
report_weekday              (all)   monday  monday
report_time                 (all)   07:00   07:00
keep_settled_days           (all)   90      90
storm_window_seconds        (all)   60      60
max_per_recipient_per_hour  (all)   off     off
max_per_minute              (all)   off     off
mail_domains                (all)   -       *
default_recipient           (all)   -       -
`.slice(1),
    );
    expect(await kanban('settings', 'set', 'enforce_wip_limits', 'maybe')).toMatchObject({
      code: 1,
      stderr: 'The database refuses: enforce_wip_limits is on or off.\n',
    });
    expect(await kanban('settings', 'set', 'colour', 'blue')).toMatchObject({
      code: 1,
      stderr: "The database refuses: no setting 'colour'; kanban settings list shows all settings.\n",
    });
  });

  test('each setting in the help accepts its documented values and no others', async () => {
    const { stdout } = await kanban('settings', '--help');
    const taken = {
      enforce_wip_limits: 'on',
      enforce_person_limits: 'off',
      enforce_transitions: 'off',
      enforce_blocks: 'on',
      enforce_dependencies: 'on',
      enforce_actors: 'on',
      stale_backlog_days: '99999',
      complete_after_days: 'off',
      sla_at_risk_percent: '99',
      storm_window_seconds: '0',
      max_per_recipient_per_hour: '20',
      max_per_minute: 'off',
      mail_domains: 'example.com,example.org',
      default_recipient: 'team@example.com',
    };
    for (const [name, value] of Object.entries(taken)) {
      expect(stdout).toContain(`\n  ${name} `);
      expect(await kanban('settings', 'set', name, value)).toMatchObject({ code: 0 });
    }
    for (const [name, value] of [
      ['enforce_blocks', 'ON'],
      ['enforce_everything', 'on'],
      ['stale_backlog_days', '0'],
      ['stale_backlog_days', '90\n'],
      ['complete_after_days', '100000'],
      ['sla_at_risk_percent', '100'],
      ['Sla_at_risk_percent', '10'],
      ['storm_window_seconds', '-1'],
      ['max_per_minute', '0'],
    ] as const) {
      expect([name, value, (await kanban('settings', 'set', name, value)).code]).toEqual([name, value, 1]);
    }
    expect(
      await select(database, "SELECT name, value FROM settings WHERE value_stream = '' ORDER BY name"),
    ).toEqual(
      Object.entries(taken)
        .map(([name, value]) => ({ name, value }))
        .sort((a, b) => a.name.localeCompare(b.name)),
    );
  });
});
