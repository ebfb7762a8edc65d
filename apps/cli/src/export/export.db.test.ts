import { serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { type RealApi, startApi } from '../testing/real-api.ts';
import { runCli } from '../testing/run-cli.ts';

describe.each(serviceDatabases())('export from the real API on $name', (server) => {
  const database = boardTest(server);
  let api: RealApi;
  let environment: Record<string, string>;

  beforeAll(async () => {
    expect(await runCli(['simulate', '--months', '3'], { DATABASE_URL: database.url })).toMatchObject({
      code: 0,
    });
    api = await startApi(database.url);
    environment = { DATABASE_URL: database.url, API_URL: api.url };
  });
  afterAll(() => api?.stop());

  const rowsOf = async (...args: string[]) => {
    const { code, stdout, stderr } = await runCli(['export', ...args], environment);
    expect([code, stderr]).toEqual([0, '']);
    return parse(stdout, { columns: true, bom: true }) as Record<string, string>[];
  };

  test('the audit log is whole, row for row', async () => {
    const rows = await rowsOf('audit-log');
    const kept = await select<{ reference: string }>(
      database,
      'SELECT reference FROM audit_log ORDER BY occurred_at, id',
    );
    expect(rows.map((row) => row.reference)).toEqual(kept.map((row) => row.reference));
  });

  test.each([
    ['lead-time', ['--measure', 'cycle']],
    ['cumulative-flow', ['--interval', 'week', '--policy', 'highWater']],
    ['sla', ['--rows', 'misses']],
    ['throughput', ['--interval', 'month', '--time-zone', 'Asia/Kathmandu']],
  ])('%s has rows', async (report, args) => {
    expect((await rowsOf(report, ...args)).length).toBeGreaterThan(0);
  });

  test('what the API refuses is one sentence and exit code 1', async () => {
    const { code, stderr } = await runCli(['export', 'sla', '--from', '2026-02-30'], environment);
    expect(code).toBe(1);
    expect(stderr).toMatch(/2026-02-30.*\n$/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
