import { fileURLToPath } from 'node:url';
import { serviceDatabases, testServers } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { RowDataPacket } from 'mysql2/promise';
import { beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../../../scripts/servers/free-port.mjs';
import { runCli } from '../testing/run-cli.ts';
import { supervise } from './supervise.ts';

const [server] = serviceDatabases();
if (!server) throw new Error('No test database');
const isUp = (url: string) =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
const notifier = fileURLToPath(new URL('../../../notifier/src/main.ts', import.meta.url));

describe('a canary that runs a notifier', () => {
  const database = boardTest(server);
  let url: string;
  let env: Record<string, string>;
  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}/health/live`;
    env = {
      DATABASE_URL: database.url,
      REDIS_URL: testServers().redisUrl,
      // Nothing is sent here.
      SMTP_URL: 'smtp://127.0.0.1:1',
      QUEUE_PREFIX: `{canary-${database.name}}`,
      METRICS_PORT: String(port),
      LOG_LEVEL: 'warn',
    };
  });

  /** The notifiers that are connected to this test's database, by their own word. */
  const connected = async () => {
    const [rows] = await database.pool.query<RowDataPacket[]>(
      'SELECT id FROM information_schema.processlist WHERE db = DATABASE()',
    );
    return rows.length;
  };

  test('starts it again when it is stopped, and hands SIGTERM on', async () => {
    const stopping = new AbortController();
    const said: string[] = [];
    const pids: number[] = [];
    let answered = 0;
    const command = ['env', ...Object.entries(env).map(([name, value]) => `${name}=${value}`)];
    const running = supervise({
      command: [...command, process.execPath, notifier],
      url,
      everyMs: 100,
      patienceMs: 4_000,
      startWithinMs: 60_000,
      signal: stopping.signal,
      onStart: (pid) => void pids.push(pid),
      onFirstAnswer: () => void answered++,
      say: (line) => void said.push(line),
    });
    let second: number;
    try {
      await expect.poll(() => answered, { timeout: 60_000 }).toBe(1);
      const first = pids[0] as number;
      process.kill(first, 'SIGSTOP');
      await expect.poll(() => said.length, { timeout: 60_000 }).toBe(1);
      await expect.poll(() => answered, { timeout: 60_000 }).toBe(2);
      expect(pids).toHaveLength(2);
      second = pids[1] as number;
      expect(() => process.kill(first, 0)).toThrow('ESRCH');
      expect(said[0]).toContain('was silent for 4 s; it is started again.');
    } finally {
      stopping.abort();
    }
    expect(await running).toBe(0);
    expect(() => process.kill(second, 0)).toThrow('ESRCH');
    await expect.poll(connected, { timeout: 20_000 }).toBeLessThanOrEqual(1);
  });
});

describe('a canary that runs any service', () => {
  /** Until `isReached`; returns how often the service was started. */
  async function starts(
    script: string,
    times: { patienceMs: number; startWithinMs: number },
    isReached: (url: string, pids: readonly number[]) => Promise<boolean>,
  ): Promise<number> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/`;
    const stopping = new AbortController();
    const pids: number[] = [];
    const running = supervise({
      command: [process.execPath, '-e', script, String(port)],
      url,
      everyMs: 20,
      ...times,
      signal: stopping.signal,
      onStart: (pid) => void pids.push(pid),
      say: () => {},
    });
    try {
      await expect.poll(() => isReached(url, pids), { timeout: 60_000 }).toBe(true);
    } finally {
      stopping.abort();
      await running;
    }
    return pids.length;
  }

  test('gives it more time to start than it may be silent later', async () => {
    const slow = `setTimeout(() => require('http').createServer((_, answer) => answer.end()).listen(process.argv[1]), 500)`;
    expect(await starts(slow, { patienceMs: 100, startWithinMs: 60_000 }, isUp)).toBe(1);
  });

  test('starts it again when it does not come up in that time', async () => {
    const mute = 'setInterval(() => {}, 1_000)';
    const isStartedTwice = async (_: string, pids: readonly number[]) => pids.length >= 2;
    const times = { patienceMs: 60_000, startWithinMs: 200 };
    expect(await starts(mute, times, isStartedTwice)).toBeGreaterThanOrEqual(2);
  });
});

describe('kanban canary', () => {
  test('says which service is silent', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/health/live`;
    expect(await runCli(['canary', '--url', url])).toEqual({
      code: 1,
      stdout: `silent  ${url}\n`,
      stderr: '1 of 1 silent.\n',
    });
    expect((await runCli(['canary'])).code).toBe(2);
    expect((await runCli(['canary', '--url', 'ftp://x'])).code).toBe(1);
  });

  test('ends with a command that ends by itself', async () => {
    const args = ['canary', '--url', 'http://127.0.0.1:1/health/live', '--', process.execPath, '-e'];
    expect((await runCli([...args, 'process.exit(0)'])).code).toBe(0);
    expect(await runCli([...args, 'process.exit(7)'])).toMatchObject({
      code: 1,
      stderr: 'It ended with code 7.\n',
    });
    expect(await runCli(['canary', '--url', 'http://127.0.0.1:1/', '--', '/no/such/program'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('/no/such/program cannot be started'),
    });
  });
});
