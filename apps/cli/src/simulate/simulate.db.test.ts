import { serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { describe, expect, test } from 'vitest';
import { countRows, select } from '../testing/database.ts';
import { runCli } from '../testing/run-cli.ts';

const log = `SELECT a.occurred_at, a.reference, a.from_queue, a.to_queue, a.actor, a.reason, w.short_desc, w.date_due, w.assignee,
    w.parent, w.dependency, w.defect_of
  FROM audit_log a JOIN work_items w ON w.id = a.item_id WHERE a.value_stream_id = ? ORDER BY a.id`;

const blocks = `SELECT b.reference, b.reason, b.blocked_at, b.unblocked_at
  FROM blocked_intervals b WHERE b.value_stream_id = ? ORDER BY b.id`;

describe.each(serviceDatabases())('simulate on $name', (server) => {
  const database = boardTest(server);
  const kanban = (...args: string[]) => runCli(args, { DATABASE_URL: database.url });

  test('fills the first stream with queues, policies and a history, and announces nothing', async () => {
    const { code, stdout } = await kanban('simulate', '--months', '6', '--seed', '1');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^main: \d+ items, [\d,]+ audit rows from/);
    const counts = await countRows(database);
    expect(counts).toMatchObject({ wip_limits: 8, outbox_events: 0, bulk_sessions: 0 });
    expect(counts.work_items).toBeGreaterThan(150);
    expect(await select(database, 'SELECT COUNT(*) AS policies FROM sla_policies')).toEqual([
      { policies: 3 },
    ]);
    expect(await kanban('verify')).toMatchObject({ code: 0 });
  });

  test('leaves a limited queue full, so that a move out of it is announced', async () => {
    const [full] = await select<{ queue_name: string }>(
      database,
      "SELECT queue_name FROM queue_state WHERE wip_limit > 0 AND current_wip = wip_limit AND value_stream = 'main'",
    );
    expect(full).toBeDefined();
    await database.pool.query(
      "UPDATE queues SET queue_name = 'production' WHERE value_stream = 'main' AND queue_name = ? LIMIT 1",
      [full?.queue_name],
    );
    expect(await select(database, 'SELECT topic FROM outbox_events')).toEqual([
      { topic: 'queue.slot_available' },
    ]);
  });

  test('of a stream that has items is refused and changes nothing', async () => {
    const before = await countRows(database);
    const { code, stderr } = await kanban('simulate', '--months', '1');
    expect(code).toBe(1);
    expect(stderr).toBe('The value stream main has items already; choose a new one with --stream NAME.\n');
    expect(await countRows(database)).toEqual(before);
  });

  test('writes the same history for the same seed and end', async () => {
    const args = ['--months', '2', '--seed', '7', '--until', '2026-11-18T15:00:00Z'];
    const logs: unknown[] = [];
    for (const name of ['one', 'other']) {
      expect(await kanban('simulate', '--stream', name, ...args)).toMatchObject({ code: 0 });
      const [stream] = await select<{ id: number }>(database, 'SELECT id FROM value_streams WHERE name = ?', [
        name,
      ]);
      const rows = [
        ...(await select(database, log, [stream?.id])),
        ...(await select(database, blocks, [stream?.id])),
      ];
      logs.push(JSON.parse(JSON.stringify(rows).replaceAll(`"${name.toUpperCase()}-`, '"')));
    }
    expect((logs[0] as unknown[]).length).toBeGreaterThan(200);
    expect(logs[1]).toEqual(logs[0]);
  });
});
