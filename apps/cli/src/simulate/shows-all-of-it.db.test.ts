import { serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { type RealApi, startApi } from '../testing/real-api.ts';
import { runCli } from '../testing/run-cli.ts';

/** The sample of `npm start`, ended at a known instant. */
const sample = ['simulate', '--months', '18', '--seed', '1', '--until', '2026-11-18T15:00:00Z'];
const range = 'from=2026-01-01&to=2026-11-18';
const at = 'at=2026-11-18T15:00:00Z';

describe.each(serviceDatabases())('what the API says of a simulated stream on $name', (server) => {
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

  test('nothing of it is announced or differs from what the log says', async () => {
    expect(await select(database, 'SELECT topic FROM outbox_events')).toEqual([]);
    expect(await kanban('verify')).toMatchObject({ code: 0 });
  });
});
