import { serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterAll, describe, expect, test } from 'vitest';
import { countRows, select } from '../testing/database.ts';
import { logCsv, temporaryFolder } from '../testing/files.ts';
import { runCli } from '../testing/run-cli.ts';

const queues = 'Backlog:backlog,Build:active,Done:delivered';
const folder = temporaryFolder();
afterAll(() => folder.remove());

/** A month of a board elsewhere: each row with the day it happened on. */
const month = [
  [1, 'A,,Backlog'],
  [2, 'B,,Backlog'],
  [3, 'A,Backlog,Build'],
  [4, 'C,,Build'],
  [5, 'C,Build,'],
  [10, 'A,Build,Done'],
  [11, 'B,Backlog,Build'],
  [12, 'C,,Backlog'],
  [13, 'D,,Backlog'],
  [14, 'B,Build,'],
] as const;
const until = (day: number) =>
  logCsv(
    ...month
      .filter(([at]) => at <= day)
      .map(([at, row]) => `2026-01-${String(at).padStart(2, '0')}T10:00:00Z,${row}`),
  );

describe.each(serviceDatabases())('a later export of a board on $name', (server) => {
  const database = boardTest(server);

  const kanban = (...args: string[]) => runCli(args, { DATABASE_URL: database.url });
  const importLog = (text: string, ...more: string[]) =>
    kanban('import', folder.write('log.csv', text), '--stream', 'shop', '--queues', queues, ...more);
  const rowsOf = async (stream = 'shop') =>
    (
      await select(
        database,
        `SELECT CONCAT_WS(' ', DATE_FORMAT(a.occurred_at, '%e'), a.reference, COALESCE(a.from_queue, '-'), COALESCE(a.to_queue, '-')) AS text
         FROM audit_log a JOIN value_streams v ON v.id = a.value_stream_id WHERE v.name = ? ORDER BY a.occurred_at, a.id`,
        [stream],
      )
    ).map(({ text }) => text);
  const expected = (day: number) =>
    month
      .filter(([at]) => at <= day)
      .map(
        ([at, row]) =>
          `${at} ${row
            .split(',')
            .map((cell) => cell || '-')
            .join(' ')}`,
      );

  test('adds what is new of items that are there, and new items; what was taken back can come again', async () => {
    expect((await importLog(until(6))).stdout).toMatch(/imported 3 items and 5 audit rows/);
    const early = await countRows(database);
    const { stdout } = await importLog(until(14));
    expect(stdout).toMatch(/^shop: 10 rows read; imported 1 item, more of 3 known items and 5 audit rows/);
    expect(await rowsOf()).toEqual(expected(14));
    expect(await select(database, 'SELECT reference, queue_name FROM queues ORDER BY reference')).toEqual([
      { reference: 'A', queue_name: 'Done' },
      { reference: 'C', queue_name: 'Backlog' },
      { reference: 'D', queue_name: 'Backlog' },
    ]);
    expect(await kanban('verify')).toMatchObject({ code: 0 });

    const batch = /kanban import --undo (\d+)/.exec(stdout)?.[1] as string;
    expect(await kanban('import', '--undo', batch, '--copy-to', folder.unused('copy'))).toMatchObject({
      code: 0,
    });
    expect(await rowsOf()).toEqual(expected(6));
    expect(await countRows(database)).toEqual(early);
    expect(await kanban('verify')).toMatchObject({ code: 0 });
    await importLog(until(14));
    expect(await rowsOf()).toEqual(expected(14));
  });

  test('that has nothing new changes nothing, and leaves no batch', async () => {
    const [before, batches] = [
      await countRows(database),
      await select(database, 'SELECT * FROM import_batches'),
    ];
    const { code, stdout } = await importLog(until(14));
    expect([code, stdout.split(', in')[0]]).toEqual([
      0,
      'shop: 10 rows read; imported 0 items and 0 audit rows',
    ]);
    expect(stdout).not.toContain('This is batch');
    // An export from before is the beginning of what is there.
    expect((await importLog(until(6))).stdout).toContain('imported 0 items and 0 audit rows');
    expect(await countRows(database)).toEqual(before);
    expect(await select(database, 'SELECT * FROM import_batches')).toEqual(batches);
  });

  test('that says otherwise of an item, or knows less of it than the board, leaves it as it is and names it', async () => {
    await database.pool.query("UPDATE queues SET queue_name = 'Build' WHERE reference = 'D'");
    const before = await rowsOf();
    const otherwise = `${until(14).replace('03T10:00:00Z,A', '03T11:00:00Z,A')}2026-01-20T10:00:00Z,D,Backlog,Done\n2026-01-21T10:00:00Z,E,,Backlog\n`;
    const blocks = folder.write(
      'blocks.csv',
      'reference,reason,blocked_at,unblocked_at\nD,vendor,2026-01-21T10:00:00Z,\n',
    );
    const { code, stdout } = await importLog(otherwise, '--blocks', blocks);
    expect(code).toBe(0);
    expect(await select(database, 'SELECT reference FROM blocked_intervals')).toEqual([]);
    expect(stdout).toMatch(/imported 1 item and 1 audit row/);
    expect(stdout).toContain(
      'Items whose log here is not the beginning of what the file says: 2 of 5 items (A, D)',
    );
    expect((await rowsOf()).filter((row) => !String(row).includes(' E '))).toEqual(before);
    expect(await kanban('verify')).toMatchObject({ code: 0 });
  });

  test('reports items described differently and blocks within known history, and adds later blocks', async () => {
    const items = folder.write('items.csv', 'reference,short_desc,assignee\nA,Other,\nE,,\n');
    const spells = (...rows: string[]) =>
      folder.write('blocks.csv', `reference,reason,blocked_at,unblocked_at\n${rows.join('\n')}\n`);
    const first = spells('A,ill,2026-01-04T10:00:00Z,2026-01-05T10:00:00Z', 'E,gone,2026-01-22T10:00:00Z,');
    const { stdout } = await importLog(until(14), '--blocks', first);
    expect(stdout).toMatch(/0 audit rows, and 1 blocked spell/);
    const more = spells(
      'A,ill,2026-01-04T10:00:00Z,2026-01-05T10:00:00Z',
      'A,late,2026-01-06T10:00:00Z,2026-01-07T10:00:00Z',
      'A,within,2026-01-04T12:00:00Z,2026-01-04T13:00:00Z',
    );
    const refused = await importLog(until(14), '--blocks', more);
    expect(refused.code).toBe(1);
    const later = await importLog(
      until(14),
      '--items',
      items,
      '--blocks',
      spells(
        'A,late,2026-01-06T10:00:00Z,2026-01-07T10:00:00Z',
        'C,before,2026-01-04T10:00:00Z,2026-01-05T10:00:00Z',
      ),
    );
    expect(later.stdout).toContain(
      'Items that the items file describes otherwise than the board: 1 of 2 rows (A)',
    );
    expect(await select(database, 'SELECT reference, reason FROM blocked_intervals ORDER BY id')).toEqual([
      { reference: 'A', reason: 'ill' },
      { reference: 'C', reason: 'before' },
      { reference: 'A', reason: 'late' },
    ]);
    const batch = /kanban import --undo (\d+)/.exec(later.stdout)?.[1] as string;
    expect(await kanban('import', '--undo', batch, '--copy-to', folder.unused('copy'))).toMatchObject({
      code: 0,
    });
    expect(await select(database, 'SELECT reference, reason FROM blocked_intervals')).toEqual([
      { reference: 'A', reason: 'ill' },
    ]);
    expect(await kanban('verify')).toMatchObject({ code: 0 });
  });

  test('of another board with the same references is refused, naming some, and goes in with a prefix', async () => {
    const before = await countRows(database);
    const file = folder.write('log.csv', until(6));
    const other = ['import', file, '--stream', 'other', '--queues', queues];
    const { code, stderr } = await kanban(...other);
    expect(code).toBe(1);
    expect(stderr).toContain('Other streams have items with these references: A (shop), B (shop), C (shop)');
    expect(await countRows(database)).toEqual(before);
    expect(await kanban(...other, '--reference-prefix', 'o-')).toMatchObject({ code: 0 });
    expect(await rowsOf('other')).toEqual(expected(6).map((row) => row.replace(/ ([A-D]) /, ' o-$1 ')));
  });
});
