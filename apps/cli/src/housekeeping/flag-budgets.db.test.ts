import { DAY, HOUR, type Instant } from '@kanban/domain';
import { sqlInstant } from '@kanban/schema';
import { createTestDatabase, outbox, serviceDatabases, type TestDatabase } from '@kanban/schema/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { runCli } from '../testing/run-cli.ts';
import { flagBudgets } from './flag-budgets.ts';

describe.each(serviceDatabases())('the sweep over error budgets on $name', (server) => {
  let database: TestDatabase;
  let now: Instant;
  let items = 0;

  beforeAll(async () => {
    database = await createTestDatabase(server);
    const [row] = await select<{ now: Instant }>(database, 'SELECT UTC_TIMESTAMP(6) AS now');
    now = row?.now as Instant;
    await run("INSERT INTO wip_limits (queue_name) VALUES ('development'), ('production'), ('drop')");
  });
  beforeEach(async () => {
    for (const table of ['queues', 'work_items', 'sla_objectives', 'sla_policies', 'outbox_events'])
      await run(`DELETE FROM ${table}`);
    await run('TRUNCATE TABLE budget_flags');
    await run('DELETE FROM item_flow');
  });
  afterAll(() => database.drop());

  const run = (sql: string, values: unknown[] = []) => database.pool.query(sql, values);
  const sweep = (days = 0) => flagBudgets(database.pool, { now: now + days * DAY });
  const told = async () =>
    (await outbox(database.pool))
      .filter(({ topic }) => topic.startsWith('sla.'))
      .map(({ topic, payload }) => [topic, payload.alert]);
  const objective = (share: number, days = 30, classOfService = '') =>
    run(
      `INSERT INTO sla_objectives (class_of_service, objective, window_days) VALUES (?, ?, ?)
       ON DUPLICATE KEY UPDATE objective = VALUES(objective), window_days = VALUES(window_days)`,
      [classOfService, share, days],
    );

  /** Finished so many days ago: in time, or too late for a deadline an hour before. */
  async function decided(count: number, isHit: boolean, daysAgo: number) {
    for (let n = 0; n < count; n++) {
      items += 1;
      const reference = `b${items}`;
      await run('INSERT INTO work_items (reference) VALUES (?)', [reference]);
      await run("INSERT INTO queues (reference, queue_name) VALUES (?, 'development')", [reference]);
      await run("UPDATE queues SET queue_name = 'production' WHERE reference = ?", [reference]);
      const finished = now - daysAgo * DAY;
      await run(
        'UPDATE item_flow SET entered_at = ?, committed_at = ?, finished_at = ? WHERE reference = ?',
        [sqlInstant(finished - DAY), sqlInstant(finished - DAY), sqlInstant(finished), reference],
      );
      await run('UPDATE work_items SET date_due = ? WHERE reference = ?', [
        sqlInstant(finished + (isHit ? HOUR : -HOUR)),
        reference,
      ]);
    }
  }
  /** A first sweep, so that what comes now is news. */
  async function swept() {
    await objective(0.95);
    await sweep(-9);
  }

  test('what is so at the first sweep, or with another objective, is flagged without an event', async () => {
    await objective(0.95);
    await decided(4, true, 2);
    await decided(2, false, 0.5);
    expect(await sweep()).toBe(0);
    expect(
      await select(database, 'SELECT alert, decided, misses, is_silent FROM budget_flags ORDER BY id'),
    ).toEqual([
      { alert: 'fast', decided: 6, misses: 2, is_silent: 1 },
      { alert: 'slow', decided: 6, misses: 2, is_silent: 1 },
      { alert: 'exhausted', decided: 6, misses: 2, is_silent: 1 },
    ]);
    expect(await sweep(0.1)).toBe(0);
    await run('TRUNCATE TABLE budget_flags');
    await objective(0.949);
    expect(await sweep(0.1)).toBe(0);
    expect(await told()).toEqual([]);
  });

  test('a budget that burns is told of once, by however many sweeps', async () => {
    await swept();
    await decided(4, true, 2);
    await decided(2, false, 0.5);
    await decided(60, true, 20);
    const counts = await Promise.all([sweep(), sweep(), sweep()]);
    // 66 decided allow 3.3 misses: nothing is exhausted.
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2);
    expect(await sweep(0.1)).toBe(0);
    const [event] = (await outbox(database.pool)).filter(({ payload }) => payload.alert === 'fast');
    expect(event).toMatchObject({
      topic: 'sla.budget_burning',
      payload: { value_stream: 'main', misses: 2, decided: 6, objective: 0.95 },
    });
    expect(event?.payload.burn_rate).toBeCloseTo(6.666667, 6);
    expect(event?.payload.left_share).toBeCloseTo(1 - 2 / 3.3, 5);
    expect((await told()).sort()).toEqual([
      ['sla.budget_burning', 'fast'],
      ['sla.budget_burning', 'slow'],
    ]);
  });

  test('and again only after it was false for its short window', async () => {
    await swept();
    await decided(30, true, 20);
    await decided(2, false, 2.6);
    const fast = async () => (await told()).filter(([, alert]) => alert === 'fast').length;
    await sweep(-2.5);
    expect(await fast()).toBe(1);
    // The miss leaves the short window after a day, and another falls two hours later: false for less than a day.
    await decided(1, false, 1.5);
    await sweep(-1.4);
    expect(await fast()).toBe(1);
    // For two days nothing is missed.
    await sweep(0);
    await decided(2, false, -1);
    await sweep(1.1);
    expect(await fast()).toBe(2);
  });

  test('a budget that is used up is told of once', async () => {
    await swept();
    await decided(35, true, 20);
    await decided(5, false, 15);
    expect(await sweep()).toBe(1);
    expect(await sweep(0.2)).toBe(0);
    expect(await told()).toEqual([['sla.budget_exhausted', 'exhausted']]);
  });

  test('nothing without an objective, and the most specific one counts', async () => {
    await decided(4, true, 2);
    await decided(2, false, 0.5);
    expect(await sweep()).toBe(0);
    await objective(0.95, 30, 'expedite');
    await sweep(-9);
    expect(await sweep()).toBe(0);
    expect(await select(database, 'SELECT * FROM budget_flags')).toEqual([]);
  });

  test('rows of budget_flags stay as they are, but for how long an alert held', async () => {
    await objective(0.95);
    await decided(4, true, 2);
    await decided(2, false, 0.5);
    await sweep();
    await expect(run('UPDATE budget_flags SET misses = 0')).rejects.toMatchObject({ errno: 9119 });
    await expect(run('DELETE FROM budget_flags')).rejects.toMatchObject({ errno: 9119 });
  });

  test('kanban objectives lists, sets and removes them, and says what is allowed', async () => {
    const environment = { DATABASE_URL: database.url };
    const kanban = (...args: string[]) => runCli(['objectives', ...args], environment);
    expect(await kanban('set', '95%')).toMatchObject({
      code: 0,
      stdout: 'main: 95 % of the promises within 30 days.\n',
    });
    expect(await kanban('set', '0.995', '--class', 'expedite', '--days', '7')).toMatchObject({ code: 0 });
    expect((await kanban('list')).stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['STREAM', 'CLASS', 'TYPE', 'OBJECTIVE', 'DAYS'],
      ['main', '(any)', '(any)', '95 %', '30'],
      ['main', 'expedite', '(any)', '99.5 %', '7'],
      [''],
    ]);
    expect(await kanban('remove', '--class', 'expedite')).toMatchObject({ code: 0 });
    expect(await kanban('remove', '--class', 'expedite')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('has no objective'),
    });
    for (const share of ['0', '1', '100%', 'most', '-0.5'])
      expect((await kanban('set', '--', share)).code).toBeGreaterThan(0);
    expect(await kanban('set', '0.9', '--stream', 'nowhere')).toMatchObject({ code: 1 });
    await run('INSERT INTO sla_objectives (objective) VALUES (1)').then(
      () => expect.unreachable(),
      (error: Error) => expect(error.message).toContain('sla_objectives_objective'),
    );
  });
});
