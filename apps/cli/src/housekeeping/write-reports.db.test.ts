import { applyRoles, createLogins, createPool } from '@kanban/schema';
import { serviceDatabases, writePastTriggers } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { runCli } from '../testing/run-cli.ts';
import { writeReports } from './write-reports.ts';

const at = (iso: string) => Date.parse(iso) * 1000;
const DAY = 86_400_000_000;
/** Monday 7:00 in Berlin. */
const DUE = at('2026-11-16T06:00:00Z');

describe.each(serviceDatabases())('weekly reports are called for on $name', (server) => {
  const database = boardTest(server, { pretendedClock: true });
  beforeAll(async () => {
    await database.pool.query("UPDATE value_streams SET time_zone = 'Europe/Berlin'");
    await database.pool.query(
      "INSERT INTO value_streams (name, time_zone) VALUES ('other', 'Asia/Kathmandu')",
    );
  });
  beforeEach(async () => {
    for (const table of ['report_runs', 'outbox_events', 'subscriptions'])
      await database.pool.query(`DELETE FROM ${table}`);
    await database.pool.query("DELETE FROM settings WHERE name LIKE 'report%'");
  });

  async function subscribe(
    topic = 'report.weekly',
    since = '2026-01-01',
    stream: string | null = 'main',
    item: string | null = null,
  ) {
    const connection = await database.pool.getConnection();
    await connection.query('SET timestamp = UNIX_TIMESTAMP(?)', [since]);
    await connection.query(
      "INSERT INTO subscriptions (topic, value_stream, reference, recipient) VALUES (?, ?, ?, 'boss@example.test')",
      [topic, stream, item],
    );
    connection.destroy();
  }
  const set = (name: string, value: string) =>
    database.pool.query(
      'INSERT INTO settings (name, value) VALUES (?, ?) ON DUPLICATE KEY UPDATE value = VALUES(value)',
      [name, value],
    );
  const called = (now: number) => writeReports(database.pool, { now });
  const events = async () =>
    (
      await select<{ payload: unknown }>(
        database,
        "SELECT payload FROM outbox_events WHERE topic = 'report.weekly' ORDER BY id",
      )
    ).map(({ payload }) => (typeof payload === 'string' ? JSON.parse(payload) : payload));

  test('at the due time, about the week that is over', async () => {
    await subscribe();
    expect(await called(DUE - 1)).toEqual([{ stream: 'main', from: '2026-11-02', to: '2026-11-08' }]);
    expect(await called(DUE)).toEqual([{ stream: 'main', from: '2026-11-09', to: '2026-11-15' }]);
    expect((await events())[1]).toMatchObject({
      value_stream: 'main',
      from: '2026-11-09',
      to: '2026-11-15',
      missed_from: null,
      due_at: '2026-11-16T06:00:00.000000Z',
    });
  });

  test('once a week, however often it is looked', async () => {
    await subscribe();
    for (let hour = 0; hour < 7 * 24; hour += 6) await called(DUE + (hour * DAY) / 24);
    expect(await events()).toHaveLength(1);
    await called(DUE + 7 * DAY);
    expect((await events()).map(({ from }) => from)).toEqual(['2026-11-09', '2026-11-16']);
  });

  test('once, by however many runners at the same moment', async () => {
    await subscribe();
    await subscribe('report.*', '2026-01-01', null);
    const pools = Array.from({ length: 8 }, () => createPool(database.url, { connectionLimit: 1 }));
    const written = await Promise.all(pools.map((pool) => writeReports(pool, { now: DUE })));
    for (const pool of pools) await pool.end();
    expect(
      written
        .flat()
        .map(({ stream }) => stream)
        .sort(),
    ).toEqual(['main', 'other']);
    expect((await events()).map((event) => event.value_stream).sort()).toEqual(['main', 'other']);
  });

  test('the run is there with its event, or neither is', async () => {
    const connection = await database.pool.getConnection();
    await connection.beginTransaction();
    await connection.query(
      "INSERT INTO report_runs (value_stream, first_day, last_day) VALUES ('main', '2026-11-09', '2026-11-15')",
    );
    const [seen] = await connection.query("SELECT id FROM outbox_events WHERE topic = 'report.weekly'");
    expect(seen).toHaveLength(1);
    await connection.rollback();
    connection.release();
    expect([await events(), await select(database, 'SELECT id FROM report_runs')]).toEqual([[], []]);
  });

  test('not when nobody is subscribed, nor for who was not yet when it fell due', async () => {
    expect(await called(DUE)).toEqual([]);
    await subscribe('queue.*');
    await subscribe('report.weekly', '2026-11-16 06:00:01');
    await database.pool.query("INSERT INTO work_items (reference) VALUES ('followed')");
    await subscribe('*', '2026-01-01', null, 'followed');
    expect(await called(DUE + DAY)).toEqual([]);
    expect(await called(DUE + 7 * DAY)).toMatchObject([{ from: '2026-11-16' }]);
  });

  test('after weeks in which nothing ran once, for the last of them, and it says which had none', async () => {
    await subscribe();
    await called(DUE);
    expect(await called(DUE + 22 * DAY)).toEqual([{ stream: 'main', from: '2026-11-30', to: '2026-12-06' }]);
    expect(await called(DUE + 22 * DAY)).toEqual([]);
    expect((await events())[1]).toMatchObject({ from: '2026-11-30', missed_from: '2026-11-16' });
  });

  test('once when the clocks show the due time twice, and once when they skip it', async () => {
    await subscribe();
    await set('report_weekday', 'sunday');
    await set('report_time', '02:30');
    const quarters = (from: string) => Array.from({ length: 16 }, (_, n) => at(from) + (n * DAY) / 96);
    for (const now of quarters('2026-10-24T23:00:00Z')) await called(now);
    // The week before falls due first, as nothing was called for yet.
    expect((await events()).map(({ from }) => from)).toEqual(['2026-10-05', '2026-10-12']);
    for (const now of quarters('2027-03-27T23:00:00Z')) await called(now);
    expect((await events()).map(({ from }) => from).slice(2)).toEqual(['2027-03-08', '2027-03-15']);
  });

  test('at the same local time for a stream in another zone', async () => {
    await subscribe('report.weekly', '2026-01-01', 'other');
    expect(await called(at('2026-11-16T01:14:59Z'))).toMatchObject([{ stream: 'other', from: '2026-11-02' }]);
    expect(await called(at('2026-11-16T01:15:00Z'))).toMatchObject([{ stream: 'other', from: '2026-11-09' }]);
  });

  test('never when it is off, and never an older week again when the weekday is changed', async () => {
    await subscribe();
    await set('report_weekday', 'off');
    expect(await called(DUE)).toEqual([]);
    await set('report_weekday', 'monday');
    await called(DUE);
    await set('report_weekday', 'friday');
    expect(await called(DUE + DAY)).toEqual([]);
    expect(await called(DUE + 5 * DAY)).toEqual([]);
    expect(await called(DUE + 12 * DAY)).toMatchObject([{ from: '2026-11-16' }]);
  });

  test.each([
    ['report_weekday', 'Mon'],
    ['report_time', '24:00'],
    ['report_time', '7:00'],
  ])('the setting %s is not %s', async (name, value) => {
    await expect(set(name, value)).rejects.toMatchObject({ errno: 9108 });
  });

  test('for the other streams when the zone of one is none', async () => {
    await subscribe('*', '2026-01-01', null);
    await writePastTriggers(
      database.pool,
      'value_streams',
      "INSERT INTO value_streams (name, time_zone) VALUES ('broken', 'Mars/Base')",
    );
    const said: string[] = [];
    const written = await writeReports(database.pool, { now: DUE, log: (line) => said.push(line) });
    expect(written.map(({ stream }) => stream)).toEqual(['main', 'other']);
    expect(said).toEqual([expect.stringContaining('broken: no report')]);
    await database.pool.query("DELETE FROM value_streams WHERE name = 'broken'");
  });

  test('by kanban housekeeping with the rights of its role, also after it is started again', async () => {
    await subscribe('report.weekly', '2020-01-01');
    await applyRoles(database.url);
    const passwords = { housekeeper: 'keep it' };
    const logins = await createLogins(database.url, passwords, { suffix: `_${database.name.slice(-6)}` });
    const run = () =>
      runCli(['housekeeping', '--tasks', 'write-reports'], { DATABASE_URL: logins.housekeeper as string });
    expect(await run()).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^main: report of \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d called for\n$/),
    });
    expect(await run()).toMatchObject({ code: 0, stdout: 'Nothing to do.\n' });
    expect(await events()).toHaveLength(1);
  });
});
