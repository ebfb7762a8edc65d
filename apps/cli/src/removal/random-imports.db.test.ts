import { setTimeout as pause } from 'node:timers/promises';
import { isRetryable, refusalOf } from '@kanban/schema';
import { createTestDatabase, drift, serviceDatabases, type TestDatabase } from '@kanban/schema/testing';
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { logCsv, temporaryFolder } from '../testing/files.ts';
import { runCli } from '../testing/run-cli.ts';

const queues = 'Backlog:backlog,Build:active:3,Review:active,Done:delivered';
const names = ['Backlog', 'Build', 'Review', 'Done'];
const folder = temporaryFolder();
afterAll(() => folder.remove());

/** On each server; 100 together. */
const rounds = 50;
const items = 12;

/** What happened elsewhere to an item: a step an hour, each to another queue or off the board; an export ends anywhere. */
const lives = fc.array(fc.array(fc.nat(4), { minLength: 1, maxLength: 6 }), {
  minLength: items,
  maxLength: items,
});
const steps = fc.array(
  fc.record({ isUndo: fc.boolean(), until: fc.integer({ min: 1, max: 80 }), which: fc.nat(3) }),
  {
    minLength: rounds,
    maxLength: rounds,
  },
);

function exportUntil(life: readonly (readonly number[])[], hours: number): string {
  const rows: [number, string][] = [];
  for (const [item, way] of life.entries()) {
    let place: number | undefined;
    for (const [index, to] of way.entries()) {
      const at = item * 3 + index * 7;
      const target = to === 4 ? undefined : to;
      if (at > hours || target === place) continue;
      rows.push([at, `I-${item},${names[place ?? -1] ?? ''},${names[target ?? -1] ?? ''}`]);
      place = target;
    }
  }
  const instant = (at: number) => new Date(Date.UTC(2026, 0, 5, at)).toISOString();
  return logCsv(...rows.sort(([a], [b]) => a - b).map(([at, row]) => `${instant(at)},${row}`));
}

describe.each(serviceDatabases())('imports and undos at random beside live moves on $name', (server) => {
  let database: TestDatabase;
  afterEach(() => database?.drop());
  const kanban = (...args: string[]) => runCli(args, { DATABASE_URL: database.url });

  test('leave nothing half done: verify is clean, and what no live move stands on goes without a trace', async () => {
    database = await createTestDatabase(server);
    const { pool } = database;
    await kanban('streams', 'add', 'shop');
    for (const queue of queues.split(',')) {
      const [name, kind] = queue.split(':');
      await kanban('queues', 'add', name as string, '--stream', 'shop', '--kind', kind as string);
    }
    await pool.query(
      "INSERT INTO work_items (reference, value_stream) VALUES ('live-1', 'shop'), ('live-2', 'shop')",
    );
    await pool.query(
      "INSERT INTO queues (reference, queue_name) VALUES ('live-1', 'Backlog'), ('live-2', 'Build')",
    );
    const [life, plan] = [...fc.sample(lives, 1), ...fc.sample(steps, 1)] as [
      number[][],
      typeof steps extends fc.Arbitrary<infer Plan> ? Plan : never,
    ];

    const stop = new AbortController();
    const moving = keepMoving(stop.signal);
    const told = new Map<string, number>();
    for (const { isUndo, until, which } of plan) {
      const batches = await select<{ id: number }>(
        database,
        'SELECT id FROM import_batches WHERE undone_at IS NULL AND recorded_at IS NOT NULL ORDER BY id DESC LIMIT 10',
      );
      const batch = batches[which % Math.max(1, batches.length)];
      const outcome =
        isUndo && batch
          ? await kanban('import', '--undo', String(batch.id), '--copy-to', folder.unused('copy'))
          : await kanban('import', folder.write('log.csv', exportUntil(life, until)), '--stream', 'shop');
      const isRefusal = /depend on it|nothing to import/.test(outcome.stderr);
      expect(outcome.code === 0 || isRefusal ? '' : outcome.stderr).toBe('');
      const what = `${isUndo && batch ? 'undo' : 'import'} ${outcome.code === 0 ? 'done' : 'refused'}`;
      told.set(what, (told.get(what) ?? 0) + 1);
    }
    stop.abort();
    expect(await moving).toBeGreaterThan(20);
    expect(told.get('import done')).toBeGreaterThan(5);
    expect(told.get('undo done')).toBeGreaterThan(2);
    expect(await drift(pool)).toEqual([]);
    expect(await kanban('verify')).toMatchObject({ code: 0 });

    // From the last batch back, whatever no live move stands on goes; and with it all that came from elsewhere.
    const left = await select<{ id: number }>(
      database,
      'SELECT id FROM import_batches WHERE undone_at IS NULL ORDER BY id DESC',
    );
    for (const { id } of left)
      await kanban('import', '--undo', String(id), '--copy-to', folder.unused('copy'));
    const standing = 'SELECT id FROM import_batches WHERE undone_at IS NULL';
    expect(
      await select(
        database,
        `SELECT b.id FROM import_batches b WHERE b.undone_at IS NULL AND NOT EXISTS (
           SELECT 1 FROM audit_log mine JOIN audit_log later ON later.item_id = mine.item_id AND later.id > mine.id
           WHERE mine.batch_id = b.id AND NOT (later.batch_id <=> b.id))`,
      ),
    ).toEqual([]);
    expect(
      await select(
        database,
        `SELECT reference FROM work_items
         WHERE reference LIKE 'I-%' AND id NOT IN (SELECT item_id FROM audit_log WHERE batch_id IN (${standing}))`,
      ),
    ).toEqual([]);
    expect(await kanban('verify')).toMatchObject({ code: 0 });
  });

  /** Now and then an imported item, mostly those that were there. Returns how many moves were made. */
  async function keepMoving(signal: AbortSignal): Promise<number> {
    let moved = 0;
    for (let turn = 0; !signal.aborted; turn++) {
      const reference = turn % 150 === 0 ? `I-${turn % items}` : `live-${(turn % 2) + 1}`;
      try {
        await database.pool.query('UPDATE queues SET queue_name = ? WHERE reference = ?', [
          names[(turn * 7) % names.length],
          reference,
        ]);
        moved++;
      } catch (error) {
        if (!refusalOf(error) && !isRetryable(error)) throw error;
      }
      // Beside the imports, not instead of them.
      await pause(5);
    }
    return moved;
  }
});
