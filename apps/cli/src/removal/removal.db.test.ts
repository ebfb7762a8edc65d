import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serviceDatabases, writePastTriggers } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countRows, select } from '../testing/database.ts';
import { logCsv, temporaryFolder } from '../testing/files.ts';
import { runCli } from '../testing/run-cli.ts';

const queues = 'Backlog:backlog,Build:active,Done:delivered';
const folder = temporaryFolder();
afterAll(() => folder.remove());

const log = logCsv(
  '2026-01-01T10:00:00.000001Z,A-1,,Backlog',
  '2026-01-02T10:00:00Z,A-1,Backlog,Build',
  '2026-01-03T10:00:00Z,"=A,2",,Backlog',
  '2026-01-04T10:00:00Z,A-1,Build,Done',
  '2026-01-05T10:00:00Z,A-3,,Build',
  '2026-01-06T10:00:00Z,A-3,Build,',
);

describe.each(serviceDatabases())('history taken back by command on $name', (server) => {
  const database = boardTest(server);
  beforeAll(async () => {
    await database.pool.query("INSERT INTO value_streams (name) VALUES ('other')");
  });

  const kanban = (...args: string[]) => runCli(args, { DATABASE_URL: database.url });
  const copies = () => folder.unused('copies');
  const importLog = async (file = folder.write('log.csv', log), ...more: string[]) => {
    const outcome = await kanban('import', file, '--stream', 'shop', '--queues', queues, ...more);
    expect(outcome).toMatchObject({ code: 0 });
    const [row] = await select<{ id: number }>(database, 'SELECT MAX(id) AS id FROM import_batches');
    return row?.id as number;
  };
  /** What charts read of the stream, by reference instead of ids, which are new each time. */
  const figures = () =>
    select(
      database,
      `SELECT f.reference, f.entered_at, f.committed_at, f.finished_at, f.dropped_at, f.is_removed, q.queue_name
       FROM item_flow f LEFT JOIN wip_limits q ON q.id = f.location_queue_id ORDER BY f.reference`,
    );

  test('an import is taken back, and what was copied brings the same figures again', async () => {
    const before = await countRows(database);
    const batch = await importLog();
    const imported = await figures();
    expect(imported).toHaveLength(3);
    const to = copies();
    const { code, stdout } = await kanban('import', '--undo', String(batch), '--copy-to', to);
    expect([code, stdout.split('; a copy')[0]]).toEqual([
      0,
      `Batch ${batch}: removed 3 items and 6 audit rows`,
    ]);
    const after = await countRows(database);
    const made = ['value_streams', 'wip_limits', 'queue_state', 'flow_counts'];
    for (const [table, rows] of Object.entries(before))
      if (!made.includes(table)) expect([table, after[table]]).toEqual([table, rows]);
    expect(await kanban('verify')).toMatchObject({ code: 0 });
    expect(readdirSync(to).sort()).toEqual(['items.csv', 'log.csv']);
    expect(readFileSync(join(to, 'log.csv'), 'utf8').split('\n')[0]).toMatch(
      /^id,occurred_at,reference,from_queue,to_queue,/,
    );
    expect(await kanban('import', '--undo', '1', '--copy-to', to)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('has items.csv, log.csv already; --copy-to takes another folder.'),
    });
    await importLog(join(to, 'log.csv'), '--items', join(to, 'items.csv'));
    expect(await figures()).toEqual(imported);
  });

  test('a dry run counts and changes nothing, and writes no file', async () => {
    const before = await countRows(database);
    const [row] = await select<{ id: number }>(database, 'SELECT MAX(id) AS id FROM import_batches');
    const to = copies();
    const { code, stdout } = await kanban('import', '--undo', String(row?.id), '--copy-to', to, '--dry-run');
    expect([code, stdout]).toEqual([
      0,
      `Batch ${row?.id}: nothing was written; it would remove 3 items and 6 audit rows.\n`,
    ]);
    expect(await countRows(database)).toEqual(before);
    expect(() => readdirSync(to)).toThrow('ENOENT');
  });

  test('one that a live move stands on is refused, naming the items, and nothing changes', async () => {
    await database.pool.query("UPDATE queues SET queue_name = 'Done' WHERE reference = '=A,2'");
    const before = await countRows(database);
    const [row] = await select<{ id: number }>(database, 'SELECT MAX(id) AS id FROM import_batches');
    const { code, stderr } = await kanban('import', '--undo', String(row?.id), '--copy-to', copies());
    expect([code, stderr]).toEqual([
      1,
      'Other rows depend on it, so nothing was removed:\n  =A,2 was moved since\nRemove those first, or keep everything.\n',
    ]);
    expect(await countRows(database)).toEqual(before);
  });

  test('the list says of each import when, where, how much, from where and what became of it', async () => {
    const { stdout } = await kanban('import', '--list');
    const [header, last, first] = stdout.split('\n');
    expect(header).toMatch(/^BATCH +RECORDED +STREAM +ROWS +FROM +BY +STATE/);
    expect(last).toMatch(/^\d+ +\d{4}-\d\d-\d\d \d\d:\d\d UTC +shop +6 +log\.csv +root@localhost/);
    expect(first).toMatch(/ 6 +log\.csv +root@localhost +undone \d{4}/);
  });

  test('a stream goes with its history, live moves too, when asked for good; verify finds nothing', async () => {
    const asked = await kanban('streams', 'remove', 'shop');
    expect([asked.code, asked.stdout]).toEqual([
      2,
      'shop: this would remove 3 items and 7 audit rows, with its queues and settings.\n',
    ]);
    const to = copies();
    expect(await kanban('streams', 'remove', 'shop', '--yes', '--copy-to', to)).toMatchObject({ code: 0 });
    expect(readdirSync(to).sort()).toEqual(['items.csv', 'log.csv', 'queues.csv']);
    expect(await select(database, 'SELECT name FROM value_streams ORDER BY name')).toEqual([
      { name: 'main' },
      { name: 'other' },
    ]);
    for (const table of ['work_items', 'audit_log', 'item_flow', 'visits', 'item_state', 'queues'])
      expect([table, await select(database, `SELECT COUNT(*) AS n FROM ${table}`)]).toEqual([
        table,
        [{ n: 0 }],
      ]);
    expect(await kanban('verify')).toMatchObject({ code: 0 });
    expect(await kanban('streams', 'remove', 'main', '--yes')).toMatchObject({ code: 1 });
  });

  test('verify accepts the gap that config_history names, and no other', async () => {
    await importLog();
    const { pool } = database;
    await writePastTriggers(pool, 'audit_log', "DELETE FROM audit_log WHERE reference = 'A-3'");
    await pool.query(
      "DELETE FROM item_state WHERE item_id = (SELECT id FROM work_items WHERE reference = 'A-3')",
    );
    await pool.query("DELETE FROM work_items WHERE reference = 'A-3'");
    await kanban('rebuild');
    const { code, stdout } = await kanban('verify');
    expect(code).toBe(1);
    expect(stdout).toMatch(/batch \d+ wrote 6 rows, 0 were taken out by the rules, 4 are there/);
  });
});
