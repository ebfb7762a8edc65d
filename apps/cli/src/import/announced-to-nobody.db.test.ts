import { createTestDatabase, serviceDatabases, type TestDatabase } from '@kanban/schema/testing';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { flagSlas } from '../housekeeping/flag-slas.ts';
import { select } from '../testing/database.ts';
import { temporaryFolder } from '../testing/files.ts';
import { runCli } from '../testing/run-cli.ts';

const QUEUES = 'Ideas:backlog,Build:active,Live:delivered,Closed:completed,Dropped:dropped';
const DAY = 86_400_000_000;

const folder = temporaryFolder();
afterAll(() => folder.remove());
const log = [
  'occurred_at,reference,from_queue,to_queue',
  '2012-03-01 09:00:00,idea,,Ideas',
  '2012-03-01 09:00:00,old,,Ideas',
  '2012-03-02 09:00:00,old,Ideas,Build',
  '2012-03-05 09:00:00,old,Build,Live',
  '2012-03-01 09:00:00,late,,Ideas',
  '2012-03-02 09:00:00,late,Ideas,Build',
  '2012-03-01 09:00:00,promised,,Ideas',
  '2012-03-02 09:00:00,promised,Ideas,Build',
];
const logFile = folder.write('log.csv', `${log.join('\n')}\n`);
const itemsFile = folder.write('items.csv', 'reference,date_due\nlate,2012-04-01\npromised,2099-01-01\n');

describe.each(serviceDatabases())('history of long ago that is imported, on $name', (server) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase(server, { pretendedClock: true });
  });
  afterAll(() => database?.drop());

  const importIt = (...more: string[]) =>
    runCli(['import', logFile, '--stream', 'shop', '--queues', QUEUES, '--items', itemsFile, ...more], {
      DATABASE_URL: database.url,
    });
  /** As the housekeeper finds it so many days from now. */
  const keepHouse = async (days: number) => {
    const connection = await database.pool.getConnection();
    await connection.query('SET timestamp = UNIX_TIMESTAMP(SYSDATE(6)) + ? * 86400', [days]);
    await connection.query('CALL housekeep()');
    const [rows] = await connection.query<RowDataPacket[]>(
      'SELECT reference, queue_name AS queue FROM queues ORDER BY 1',
    );
    connection.destroy();
    return rows.map(({ reference, queue }) => `${reference} ${queue}`).join(', ');
  };
  const topics = async () =>
    (await select<{ topic: string }>(database, 'SELECT topic FROM outbox_events ORDER BY id')).map(
      ({ topic }) => topic,
    );
  const now = async () =>
    Number((await select<{ now: number }>(database, 'SELECT UTC_TIMESTAMP(6) AS now'))[0]?.now);

  test('a dry run says what housekeeping would do with it, and from which day on', async () => {
    const { code, stdout } = await importIt('--dry-run');
    expect(code).toBe(0);
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    expect(stdout).toContain(
      `Housekeeping: 1 delivered item will be completed, from ${day(30)} on (complete_after_days 30).\n` +
        `Housekeeping: 1 backlog item will be dropped, with a mail to who logged it, from ${day(90)} on (stale_backlog_days 90).\n`,
    );
    expect(stdout).toContain(
      'SLA sweeps: 1 open item will be told as at risk, unless it is so already, and as breached, if not finished; the first deadline is 2099-01-01 23:59 UTC.\n' +
        'SLA sweeps: of 1 open item whose deadline has passed nothing will be said.\n',
    );
    const setShare = "INSERT INTO settings (name, value) VALUES ('sla_at_risk_percent', 'off')";
    await database.pool.query(setShare);
    expect((await importIt('--dry-run')).stdout).toContain('1 open item will be told as likely late, unless');
    await database.pool.query("DELETE FROM settings WHERE name = 'sla_at_risk_percent'");
  });

  test('is announced to nobody and changed by nobody, until its days have passed since the import', async () => {
    await database.pool.query("INSERT INTO value_streams (name) VALUES ('shop')");
    await database.pool.query(
      "INSERT INTO sla_policies (value_stream, measure, target_hours) VALUES ('shop', 'lead', 48)",
    );
    expect((await importIt()).code).toBe(0);
    const asImported = 'idea Ideas, late Build, old Live, promised Build';
    expect(await keepHouse(0)).toBe(asImported);
    expect(await flagSlas(database.pool)).toEqual({ atRisk: 0, breached: 0 });
    expect(await keepHouse(29)).toBe(asImported);
    expect(await topics()).toEqual([]);

    // The deadlines of all policies and the due date of one had passed by then: nothing is said, whenever it is looked at.
    expect(await flagSlas(database.pool, { now: (await now()) + 3 * DAY })).toEqual({
      atRisk: 0,
      breached: 0,
    });
    expect(await select(database, 'SELECT reference FROM sla_flags')).toEqual([]);

    expect(await keepHouse(31)).toBe('idea Ideas, late Build, old Closed, promised Build');
    expect(await keepHouse(91)).toBe('idea Dropped, late Build, old Closed, promised Build');
    expect((await topics()).filter((topic) => topic === 'work_item.dropped_as_stale')).toHaveLength(1);
  });

  test('and what happens to it afterwards counts as on any board', async () => {
    await database.pool.query("UPDATE work_items SET date_due = '2012-05-01' WHERE reference = 'promised'");
    expect(await flagSlas(database.pool)).toEqual({ atRisk: 0, breached: 0 });
    const due = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    await database.pool.query('UPDATE work_items SET date_due = ? WHERE reference = ?', [
      `${due} 12:00:00`,
      'promised',
    ]);
    expect(await flagSlas(database.pool, { now: (await now()) + 3 * DAY })).toMatchObject({ breached: 1 });
  });
});
