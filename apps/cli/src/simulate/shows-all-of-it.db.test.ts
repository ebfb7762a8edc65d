import { oneDatabase } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { type RealApi, startApi } from '../testing/real-api.ts';
import { runCli } from '../testing/run-cli.ts';

/** The sample of `npm start`, ended at a known instant. */
const sample = [
  ...['simulate', '--small-streams', '--months', '18', '--seed', '1'],
  ...['--until', '2026-11-18T15:00:00Z'],
];
const range = 'from=2026-01-01&to=2026-11-18';
const at = 'at=2026-11-18T15:00:00Z';

describe.each(oneDatabase())('what the API says of a simulated stream on $name', (server) => {
  const database = boardTest(server);
  const kanban = (...args: string[]) => runCli(args, { DATABASE_URL: database.url });
  let api: RealApi;

  beforeAll(async () => {
    expect(await kanban(...sample)).toMatchObject({ code: 0 });
    api = await startApi(database.url);
  });
  afterAll(() => api?.stop());

  async function ask<Answer>(path: string): Promise<Answer> {
    const response = await fetch(`${api.url}/v1/${path}`);
    expect(response.status, path).toBe(200);
    return (await response.json()) as Answer;
  }

  test('items stood still for several reasons, and some stand still now', async () => {
    const { total, reasons, clusters } = await ask<{
      total: { blocks: number; ended: number; open: number; outsideMs: number };
      reasons: unknown[];
      clusters: unknown[];
    }>(`blocked?${range}&${at}`);
    expect(total.ended).toBeGreaterThan(20);
    expect(total.open).toBeGreaterThan(1);
    expect(total.outsideMs).toBe(0);
    expect(reasons.length).toBeGreaterThan(clusters.length);
    expect(clusters.length).toBeGreaterThan(3);
    const { items } = await ask<{ items: { isBlocked: boolean; blockedReason: string | null }[] }>(
      `work-items?${at}`,
    );
    const blocked = items.filter((item) => item.isBlocked);
    expect(blocked.length).toBe(total.open);
    expect(blocked.every((item) => item.blockedReason)).toBe(true);
  });

  test('no item moved while it was blocked', async () => {
    const moved = await select(
      database,
      `SELECT a.reference FROM audit_log a JOIN blocked_intervals b ON b.item_id = a.item_id
       WHERE a.occurred_at > b.blocked_at AND (b.unblocked_at IS NULL OR a.occurred_at < b.unblocked_at)`,
    );
    expect(moved).toEqual([]);
  });

  test('items moved back, skipped queues, and finished on working days only', async () => {
    const { checks } = await ask<{ checks: { check: string; items: number }[] }>(
      `data-quality?${range}&${at}`,
    );
    const found = new Map(checks.map(({ check, items }) => [check, items]));
    expect(found.get('movedBack')).toBeGreaterThan(10);
    expect(found.get('skippedQueues')).toBeGreaterThan(10);
    const { intervals } = await ask<{ intervals: { start: string; throughput: number }[] }>(
      `flow?${range}&${at}`,
    );
    const finished = { onWorkingDays: 0, onWeekends: 0 };
    for (const { start, throughput } of intervals)
      finished[new Date(start).getUTCDay() % 6 === 0 ? 'onWeekends' : 'onWorkingDays'] += throughput;
    expect(finished.onWorkingDays).toBeGreaterThan(100);
    expect(finished.onWeekends).toBe(0);
  });

  test('items are parts, wait for others, and are defects of delivered ones', async () => {
    const { items } = await ask<{
      items: { parent: string | null; waitsFor: string[]; isBlocked: boolean }[];
    }>(`work-items?${at}`);
    expect(items.some((item) => item.parent !== null)).toBe(true);
    expect(items.some((item) => item.waitsFor.length > 0)).toBe(true);
    const [links] = await select<Record<string, number>>(
      database,
      `SELECT (SELECT COUNT(*) FROM dependencies) AS dependencies,
              (SELECT COUNT(*) FROM work_items WHERE parent IS NOT NULL) AS parts,
              (SELECT COUNT(*) FROM work_items WHERE defect_of IS NOT NULL) AS defects`,
    );
    expect(links?.dependencies).toBeGreaterThan(5);
    expect(links?.parts).toBeGreaterThan(5);
    expect(links?.defects).toBeGreaterThan(5);
  });

  test('the limit of development was lowered half-way, and kept on both sides', async () => {
    const half = '2026-02-16T09:00:00.000000Z';
    const { settings } = await ask<{ settings: { at: string; table: string; name: string }[] }>(
      'changes/settings?from=2025-01-01&to=2026-11-17',
    );
    const limits = settings.filter(({ table }) => table === 'wip_limits');
    expect(limits.slice(0, -1).every((limit) => limit.at === '2025-05-19T00:00:00.000000Z')).toBe(true);
    expect(limits.at(-1)).toMatchObject({
      ...{ at: half, name: 'development', change: 'changed' },
      ...{ before: { wip_limit: 7 }, after: { wip_limit: 5 } },
    });
    const { annotations } = await ask<{ annotations: unknown[] }>(
      'annotations?from=2026-02-01&to=2026-02-28',
    );
    expect(annotations).toMatchObject([{ day: '2026-02-16' }]);
    const moves = await select<{ at: string; from_queue: string | null; to_queue: string | null }>(
      database,
      `SELECT CAST(occurred_at AS CHAR) AS at, from_queue, to_queue FROM audit_log
       WHERE value_stream_id = 1 AND 'development' IN (from_queue, to_queue) ORDER BY id`,
    );
    const most = { before: 0, since: 0 };
    let wip = 0;
    for (const { at, to_queue } of moves) {
      wip += to_queue === 'development' ? 1 : -1;
      const side = at < '2026-02-16 09:00' ? 'before' : 'since';
      // A queue that holds more than its new limit keeps its items.
      if (to_queue === 'development') most[side] = Math.max(most[side], wip);
    }
    expect(most).toEqual({ before: 7, since: 5 });
  });

  test('two small streams have a history too; the items of one are closed after they were delivered', async () => {
    for (const [stream, least] of [
      ['support', 200],
      ['platform', 60],
    ] as const) {
      const { total } = await ask<{ total: { throughput: number; wip: number } }>(
        `flow?stream=${stream}&${range}&${at}`,
      );
      expect(total.throughput, stream).toBeGreaterThan(least);
      expect(total.wip, stream).toBeGreaterThan(0);
    }
    const closed = await select<{ kind: string; items: number }>(
      database,
      `SELECT l.kind, COUNT(*) AS items FROM queues q JOIN wip_limits l
         ON l.value_stream = q.value_stream AND l.queue_name = q.queue_name
       WHERE q.value_stream = 'support' GROUP BY l.kind`,
    );
    const items = new Map(closed.map((row) => [row.kind, row.items]));
    expect(items.get('completed')).toBeGreaterThan(200);
    expect(items.get('delivered')).toBeGreaterThan(0);
    const { items: open } = await ask<{ items: unknown[] }>(`work-items?stream=support&${at}`);
    expect(open.length).toBe((items.get('active') ?? 0) + (items.get('backlog') ?? 0));
  });

  test('nothing of it is announced or differs from what the log says', async () => {
    expect(await select(database, 'SELECT topic FROM outbox_events')).toEqual([]);
    expect(await kanban('verify')).toMatchObject({ code: 0 });
  });
});
