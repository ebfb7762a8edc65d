import { randomBytes } from 'node:crypto';
import { applyRoles, createLogins } from '@kanban/schema';
import { serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, describe, expect, test } from 'vitest';
import { countRows, select } from '../testing/database.ts';
import { logCsv, temporaryFolder } from '../testing/files.ts';
import { runCli } from '../testing/run-cli.ts';

const queues = 'Backlog:backlog,Ready:buffer,Build:active:1,Done:delivered';
const folder = temporaryFolder();
afterAll(() => folder.remove());

const whole = logCsv(
  '2026-01-01T10:00:00.000001Z,A-1,,Backlog',
  '2026-01-02T10:00:00Z,A-1,Backlog,Build',
  '2026-01-03T10:00:00Z,A-2,,Backlog',
  '2026-01-04T10:00:00Z,A-1,Build,Done',
  '2026-01-05T10:00:00Z,A-2,Backlog,Build',
  '2026-01-06T10:00:00Z,A-3,,Build',
  '2026-01-07T10:00:00Z,A-4,,Ready',
  '2026-01-08T10:00:00Z,A-4,Ready,',
);

describe.each(serviceDatabases())('an import on $name', (server) => {
  const database = boardTest(server);

  const kanban = (...args: string[]) => runCli(args, { DATABASE_URL: database.url });
  const importText = (text: string, ...args: string[]) =>
    kanban('import', folder.write('log.csv', text), ...args);

  test.each([
    ['a broken row', `${whole}tomorrow,A-5,,Backlog\n`, [], /line 10: occurred_at "tomorrow"/],
    [
      'an unknown queue',
      `${whole}2026-01-09T10:00:00Z,A-5,,Review\n`,
      [],
      /queues that --queues lacks: Review \(1 times\)/,
    ],
    [
      'a new stream whose zone nobody says, for times in its zone',
      whole,
      ['--instants', 'local'],
      /shop is new, so --instants local needs its zone: --time-zone/,
    ],
    [
      'a name for a column of a file that is not given',
      whole,
      ['--columns', 'date_due=Due'],
      /--columns names date_due, but there is no file that has it: give --items too/,
    ],
    ['a header alone', logCsv(), [], /has no rows below its header/],
    ['a dry run', whole, ['--dry-run'], undefined],
  ])('%s changes nothing', async (_, text, more, message) => {
    const before = await countRows(database);
    const { code, stderr } = await importText(text, '--stream', 'shop', '--queues', queues, ...more);
    expect(code).toBe(message ? 1 : 0);
    if (message) expect(stderr).toMatch(message);
    expect(await countRows(database)).toEqual(before);
  });

  test('that fails in its last statement, or whose connection is killed there, changes nothing', async () => {
    const before = await countRows(database);
    await database.pool.query(
      `CREATE TRIGGER cut_import BEFORE DELETE ON bulk_sessions FOR EACH ROW
       BEGIN IF @@innodb_lock_wait_timeout = 300 THEN KILL CONNECTION_ID(); END IF; END`,
    );
    const { code } = await importText(whole, '--stream', 'shop', '--queues', queues);
    await database.pool.query('DROP TRIGGER cut_import');
    expect(code).not.toBe(0);
    expect(await countRows(database)).toEqual(before);
  });

  test('that is stopped by a signal changes nothing, and its connection is gone', async () => {
    const before = await countRows(database);
    const lines = Array.from({ length: 40_000 }, (_, index) => `2026-01-01T10:00:00Z,L-${index},,Backlog`);
    const stopping = new AbortController();
    const running = runCli(
      ['import', folder.write('long.csv', logCsv(...lines)), '--stream', 'long', '--queues', queues],
      { DATABASE_URL: database.url },
      stopping.signal,
    );
    const onlooker = await database.pool.getConnection();
    await onlooker.query('SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED');
    const count = async (sql: string) =>
      Number(Object.values((await onlooker.query<RowDataPacket[]>(sql))[0][0] ?? {})[0]);
    await expect
      .poll(() => count('SELECT COUNT(*) FROM bulk_sessions'), { timeout: 30_000, interval: 5 })
      .toBe(1);
    stopping.abort();
    expect(await running).toMatchObject({ code: 130, stderr: expect.stringContaining('Stopped.') });
    await expect.poll(() => count('SELECT COUNT(*) FROM bulk_sessions'), { timeout: 30_000 }).toBe(0);
    onlooker.destroy();
    expect(await countRows(database)).toEqual(before);
  });

  test('writes items, log, places, counters and projections, and announces nothing', async () => {
    const items = folder.write(
      'items.csv',
      'reference,short_desc,class_of_service,date_due\nA-1,"Fix, it",expedite,2026-02-01\nB-9,Other,,\n',
    );
    const { code, stdout } = await importText(
      whole,
      ...['--stream', 'shop', '--queues', queues, '--time-zone', 'Asia/Kathmandu', '--items', items],
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^shop: 8 rows read; imported 4 items and 8 audit rows/);
    expect(stdout).toContain('Rows of the items file without a row in the log: 1 of 2 rows (B-9)\n');
    expect(stdout).toContain('Queues that hold more than their WIP limit: 1 (Build: 2 of 1)\n');
    expect(await select(database, "SELECT time_zone FROM value_streams WHERE name = 'shop'")).toEqual([
      { time_zone: 'Asia/Kathmandu' },
    ]);
    expect(
      await select(
        database,
        "SELECT queue_name, kind, wip_limit FROM wip_limits WHERE value_stream = 'shop' ORDER BY position",
      ),
    ).toEqual([
      { queue_name: 'Backlog', kind: 'backlog', wip_limit: -1 },
      { queue_name: 'Ready', kind: 'buffer', wip_limit: -1 },
      { queue_name: 'Build', kind: 'active', wip_limit: 1 },
      { queue_name: 'Done', kind: 'delivered', wip_limit: -1 },
    ]);
    expect(
      await select(
        database,
        "SELECT short_desc, class_of_service, type FROM work_items WHERE reference = 'A-1'",
      ),
    ).toEqual([{ short_desc: 'Fix, it', class_of_service: 'expedite', type: 'story' }]);
    expect(
      await select(
        database,
        'SELECT reference, queue_name, moved_at FROM queues WHERE value_stream = ? ORDER BY reference',
        ['shop'],
      ),
    ).toEqual([
      { reference: 'A-1', queue_name: 'Done', moved_at: Date.UTC(2026, 0, 4, 10) * 1000 },
      { reference: 'A-2', queue_name: 'Build', moved_at: Date.UTC(2026, 0, 5, 10) * 1000 },
      { reference: 'A-3', queue_name: 'Build', moved_at: Date.UTC(2026, 0, 6, 10) * 1000 },
    ]);
    expect(await select(database, 'SELECT COUNT(*) AS events FROM outbox_events')).toEqual([{ events: 0 }]);
    expect(await select(database, 'SELECT COUNT(*) AS sessions FROM bulk_sessions')).toEqual([
      { sessions: 0 },
    ]);
    expect(await kanban('verify')).toMatchObject({ code: 0 });
  });

  test('of a queue that is there with another kind is refused', async () => {
    const { code, stderr } = await importText(
      logCsv('2026-01-09T10:00:00Z,B-1,,Build'),
      ...['--stream', 'shop', '--queues', 'Build:buffer'],
    );
    expect(code).toBe(1);
    expect(stderr).toBe('The queue Build of shop is of kind active, not buffer.\n');
  });

  test('of a second file adds its items, its queues and the queue (none) to the stream, and live moves go on', async () => {
    const { code, stdout } = await importText(
      logCsv(
        '2026-02-01T10:00:00Z,B-1,,',
        '2026-02-02T10:00:00Z,B-1,,Backlog',
        '2026-02-03T10:00:00Z,B-2,,Closed',
      ),
      ...['--stream', 'shop', '--queues', 'Closed:completed'],
    );
    expect(code).toBe(0);
    expect(stdout).toContain(
      'Entries without a queue: 1 of 3 rows (line 2)\n  Entered into the queue (none);',
    );
    expect(stdout).toContain('Items finished without a start: 1 of 2 items (B-2)');
    expect(
      await select(
        database,
        "SELECT queue_name FROM wip_limits WHERE value_stream = 'shop' ORDER BY position",
      ),
    ).toEqual(
      ['(none)', 'Backlog', 'Ready', 'Build', 'Done', 'Closed'].map((queue_name) => ({ queue_name })),
    );
    await database.pool.query("UPDATE queues SET queue_name = 'Done' WHERE reference = 'A-2'");
    await database.pool.query("UPDATE queues SET queue_name = 'Ready' WHERE reference = 'B-1'");
    await database.pool.query("DELETE FROM queues WHERE reference = 'A-3'");
    const { stdout: found, code: verified } = await kanban('verify');
    expect(found).not.toMatch(/difference/);
    expect(verified).toBe(0);
  });

  test('with blocks has each from its start to its end, writes no events, and live work continues from there', async () => {
    const blocks = folder.write(
      'blocks.csv',
      'Reference;Reason;Blocked at;Unblocked at\nC-1;vendor;02.03.2026 09:00;03.03.2026 09:00\nC-1;key;04.03.2026;\nX-9;key;04.03.2026;\n',
    );
    const log = folder.write('log.csv', logCsv('2026-03-01T10:00:00Z,C-1,,Backlog'));
    // The importer's role is enough.
    const suffix = `_${randomBytes(4).toString('hex')}`;
    await applyRoles(database.url);
    const { importer } = await createLogins(database.url, { importer: 'importer-9!Kf' }, { suffix });
    const { code, stdout } = await runCli(
      ['import', log, '--stream', 'shop', '--blocks', blocks, '--instants', 'local'],
      { DATABASE_URL: importer ?? '' },
    );
    await database.pool.query('DROP USER ?', [`kanban_importer${suffix}`]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/imported 1 item and 1 audit row, and 2 blocked spells/);
    expect(stdout).toContain(
      'Blocked spells of items that the log does not have: 1 of 3 blocked spells (X-9)',
    );
    const spells = () =>
      select(
        database,
        `SELECT b.reason, b.blocked_at, b.unblocked_at, w.blocked_reason, s.is_blocked FROM blocked_intervals b
         JOIN work_items w ON w.id = b.item_id JOIN item_state s ON s.item_id = w.id WHERE b.reference = 'C-1' ORDER BY b.id`,
      );
    const now = { blocked_reason: 'key', is_blocked: 1 };
    const [second, third] = [Date.UTC(2026, 2, 2, 3, 15) * 1000, Date.UTC(2026, 2, 3, 3, 15) * 1000];
    const fourth = Date.UTC(2026, 2, 3, 18, 15) * 1000;
    expect(await spells()).toEqual([
      { reason: 'vendor', blocked_at: second, unblocked_at: third, ...now },
      { reason: 'key', blocked_at: fourth, unblocked_at: null, ...now },
    ]);
    const told = () => select(database, "SELECT topic FROM outbox_events WHERE topic LIKE '%blocked'");
    expect(await told()).toEqual([]);
    expect(await kanban('verify')).toMatchObject({ code: 0 });
    await database.pool.query("UPDATE work_items SET blocked_reason = NULL WHERE reference = 'C-1'");
    await database.pool.query("UPDATE work_items SET blocked_reason = 'again' WHERE reference = 'C-1'");
    expect((await spells()).map(({ reason, unblocked_at: end }) => [reason, end !== null])).toEqual([
      ['vendor', true],
      ['key', true],
      ['again', false],
    ]);
    expect(await told()).toEqual([{ topic: 'work_item.unblocked' }, { topic: 'work_item.blocked' }]);
  });
});
