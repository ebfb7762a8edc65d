import {
  createBoard,
  createTestDatabase,
  enter,
  move,
  serviceDatabases,
  type TestDatabase,
} from '@kanban/schema/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appUnderTest } from '../testing/app-under-test.ts';
import { createWorkers, type Workers } from './create-workers.ts';

const LONG = '/v1/cumulative-flow?from=2023-01-01&to=2025-12-31&interval=hour';

describe.each(serviceDatabases())('long questions on $name', { timeout: 120_000 }, (server) => {
  let database: TestDatabase;
  let workers: Workers;
  let api: ReturnType<typeof appUnderTest>;
  let alone: ReturnType<typeof appUnderTest>;

  beforeAll(async () => {
    database = await createTestDatabase(server);
    await createBoard(database.pool);
    await enter(database.pool, 'backlog', 'a', 'b');
    await move(database.pool, 'a', 'development');
    workers = createWorkers(database.url, 1);
    api = appUnderTest(database.url, { workers });
    alone = appUnderTest(database.url);
    // The thread is begun, and has a connection.
    expect((await api.app.request('/v1/throughput?from=2020-01-01')).status).toBe(200);
  }, 120_000);
  afterAll(async () => {
    await workers?.close();
    await api?.close();
    await alone?.close();
    await database?.drop();
  });

  test('hold up nobody else', async () => {
    const gaps: number[] = [];
    const startedAt = performance.now();
    let isOver = false;
    const long = Promise.resolve(api.app.request(LONG)).finally(() => {
      isOver = true;
    });
    for (let last = startedAt; !isOver; ) {
      expect((await api.app.request('/health/live')).status).toBe(200);
      const now = performance.now();
      gaps.push(now - last);
      last = now;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await long).status).toBe(200);
    // In the thread that serves, folding and writing are most of the whole.
    expect(Math.max(...gaps)).toBeLessThan((performance.now() - startedAt) / 3);
  });

  test('are answered as they are without threads, with the same tag, and say what they cost', async () => {
    const [threaded, plain] = [await api.app.request(LONG), await alone.app.request(LONG)];
    expect(threaded.headers.get('ETag')).toBe(plain.headers.get('ETag'));
    expect(threaded.headers.get('Server-Timing')).toMatch(
      /^db;dur=[\d.]+, fold;dur=[\d.]+, write;dur=[\d.]+$/,
    );
    const bodies = [await threaded.json(), await plain.json()] as Record<string, unknown>[];
    // Each says when it was read, and the minute looked at may be the next one.
    const [one, other] = bodies.map((body) => ({ ...body, at: null, asOf: null, parameters: null }));
    expect(one).toEqual(other);
  });

  test('are refused as they are without threads', async () => {
    const address = '/v1/cumulative-flow?from=1990-01-01&to=2025-12-31&interval=hour';
    const [threaded, plain] = [await api.app.request(address), await alone.app.request(address)];
    expect([threaded.status, plain.status]).toEqual([400, 400]);
    const problems = [await threaded.json(), await plain.json()] as Record<string, unknown>[];
    const [one, other] = problems.map((problem) => ({ ...problem, instance: null }));
    expect(one).toEqual(other);
    expect(one).toMatchObject({ parameter: 'interval', allowed: expect.stringContaining('shorter range') });
  });

  test('are answered as JSON compressed, when the client takes that', async () => {
    const response = await api.app.request(LONG, { headers: { 'Accept-Encoding': 'gzip' } });
    expect(response.headers.get('Content-Encoding')).toBe('gzip');
    expect(Number(response.headers.get('Content-Length'))).toBeLessThan(500_000);
  });
});
