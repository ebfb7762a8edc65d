import { testServers } from '@kanban/schema/testing';
import { connectRedis } from '@kanban/service/redis';
import { Queue, Worker } from 'bullmq';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { type QueueBoard, startQueueBoard } from './queue-board.ts';

const TOKEN = 'the-token-of-the-board';
const prefix = `{queue-board-${process.pid}}`;

describe('the queue board', () => {
  const redis = connectRedis(testServers().redisUrl, { name: 'test' });
  const queue = new Queue('email', { connection: redis, prefix });
  const boards: QueueBoard[] = [];
  let failed: string;
  const start = async (env: Record<string, string> = {}) => {
    const config = readConfig({
      REDIS_URL: testServers().redisUrl,
      QUEUE_PREFIX: prefix,
      API_TOKENS: TOKEN,
      QUEUE_BOARD_PORT: '0',
      ...env,
    });
    const board = await startQueueBoard(config, pino({ level: 'silent' }));
    boards.push(board);
    return `http://127.0.0.1:${board.port}`;
  };
  const bearer = { Authorization: `Bearer ${TOKEN}` };

  beforeAll(async () => {
    await queue.add('deliver', { deliveryId: 17, round: 1, eventId: 4 }, { jobId: 'd17-r1-x' });
    failed = 'd18-r1-x';
    const worker = new Worker(
      'email',
      async (job) => {
        if (job.id === failed) throw new Error('No');
      },
      { connection: redis, prefix },
    );
    const over = new Promise((resolve) => worker.once('failed', resolve));
    await queue.add('deliver', { deliveryId: 18, round: 1, eventId: 4 }, { jobId: failed, priority: 0 });
    await over;
    await worker.close();
    await queue.add('deliver', { deliveryId: 19, round: 1, eventId: 5 }, { jobId: 'd19-r1-x' });
  });
  afterAll(async () => {
    await Promise.all(boards.map((board) => board.stop()));
    await queue.obliterate({ force: true });
    await queue.close();
    redis.disconnect();
  });

  test.each([
    ['nothing', {}],
    ['another token', { Authorization: 'Bearer another-token-of-length' }],
    ['an empty one', { Authorization: 'Bearer ' }],
    ['a wrong password', { Authorization: `Basic ${btoa('me:wrong')}` }],
  ])('shows nobody anything who comes with %s', async (_, headers) => {
    const url = await start();
    for (const path of ['/', '/api/queues', '/static/favicon.ico']) {
      const answer = await fetch(url + path, { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
      expect(await answer.text()).toBe('An access token is needed.\n');
    }
  });

  test('is no page to put into a frame, and loads nothing from elsewhere', async () => {
    const url = await start();
    const page = await fetch(`${url}/`, { headers: bearer });
    expect(page.headers.get('x-frame-options')).toBe('DENY');
    const policy = page.headers.get('content-security-policy');
    for (const part of ["default-src 'self'", "frame-ancestors 'none'"]) expect(policy).toContain(part);
    expect(await page.text()).not.toMatch(/(?:href|src)="(?:https?:)?\/\//);
  });

  test.each([
    ['another site, as browsers say', { 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['another site, as older browsers say', { Origin: 'https://elsewhere.example' }, 403],
    ['nobody knows where', {}, 403],
    ['the board itself', { 'Sec-Fetch-Site': 'same-origin' }, 404],
  ])('what changes something by a login that comes from %s is answered so', async (_, from, status) => {
    const url = await start({ QUEUE_BOARD_WRITABLE: 'true' });
    const headers: Record<string, string> = { Authorization: `Basic ${btoa(`me:${TOKEN}`)}`, ...from };
    const answer = await fetch(`${url}/api/queues/email/no-such-job/retry/failed`, {
      method: 'PUT',
      headers,
    });
    expect(answer.status).toBe(status);
  });

  test('shows the queues of all channels and their jobs, by ids only', async () => {
    const url = await start();
    for (const headers of [bearer, { Authorization: `Basic ${btoa(`me:${TOKEN}`)}` }]) {
      const page = await fetch(`${url}/`, { headers });
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('Kanban Flow queues');
    }
    const answer = await fetch(`${url}/api/queues?activeQueue=email&status=waiting&page=1`, {
      headers: bearer,
    });
    const { queues } = (await answer.json()) as {
      queues: {
        name: string;
        readOnlyMode: boolean;
        counts: Record<string, number>;
        jobs: { id: string; data: unknown }[];
      }[];
    };
    const email = queues.find(({ name }) => name === 'email');
    expect(queues.length).toBeGreaterThan(1);
    expect(email).toMatchObject({ readOnlyMode: true, counts: { waiting: 1, failed: 1 } });
    expect(email?.jobs).toMatchObject([{ id: 'd19-r1-x', data: { deliveryId: 19, round: 1, eventId: 5 } }]);
  });

  test('is read-only: a retry, a clean, a removal and a pause change nothing', async () => {
    const url = await start();
    const before = await queue.getJobCounts();
    for (const action of [
      `email/${failed}/retry`,
      `email/${failed}/clean`,
      'email/retry/failed',
      'email/clean/failed',
      'email/pause',
      'email/empty',
      'email/obliterate',
    ]) {
      const answer = await fetch(`${url}/api/queues/${action}`, { method: 'PUT', headers: bearer });
      expect([action, answer.status]).toEqual([action, 405]);
    }
    expect(await queue.getJobCounts()).toEqual(before);
    expect(await queue.isPaused()).toBe(false);
  });

  test('is writable when it is allowed, but not for other sites', async () => {
    const url = await start({ QUEUE_BOARD_WRITABLE: 'true' });
    const retry = (headers: Record<string, string>) =>
      fetch(`${url}/api/queues/email/${failed}/retry`, { method: 'PUT', headers });
    expect((await retry({})).status).toBe(401);
    expect((await retry({ ...bearer, 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect(await queue.getJobCounts('failed')).toEqual({ failed: 1 });
    expect((await retry(bearer)).status).toBeLessThan(300);
    expect(await queue.getJobCounts('failed')).toEqual({ failed: 0 });
  });
});
