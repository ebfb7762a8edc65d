import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createTestDatabase, type TestDatabase, testDatabases } from '@kanban/schema/testing';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { select } from '../testing/database.ts';
import { runCli } from '../testing/run-cli.ts';

const apiMain = fileURLToPath(new URL('../../../metrics-api/src/main.ts', import.meta.url));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

describe.each(testDatabases())('export from the real API on $name', (server) => {
  let database: TestDatabase;
  let api: ReturnType<typeof spawn>;
  let environment: Record<string, string>;

  beforeAll(async () => {
    database = await createTestDatabase(server);
    const port = await freePort();
    environment = { DATABASE_URL: database.url, API_URL: `http://127.0.0.1:${port}` };
    expect(await runCli(['simulate', '--months', '3'], environment)).toMatchObject({ code: 0 });
    api = spawn(process.execPath, [apiMain], {
      env: { ...process.env, ...environment, PORT: String(port), LOG_LEVEL: 'silent' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const isReady = () =>
      fetch(`${environment.API_URL}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    await vi.waitUntil(isReady, { timeout: 30_000 });
  });
  afterAll(async () => {
    if (api?.exitCode === null) {
      const ended = once(api, 'exit');
      api.kill('SIGTERM');
      await ended;
    }
    await database?.drop();
  });

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
