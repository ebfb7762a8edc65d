import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { pino } from 'pino';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { limitAnswers } from '../http/answer-deadline.ts';
import { appUnderTest } from '../testing/app-under-test.ts';
import { makeBoard } from '../testing/board.ts';
import { nextOf, toldBy } from '../testing/told.ts';
import type { HubOptions } from './hub.ts';

const PATH = '/v1/changes/stream?stream=main';

/** What any client may write, none of which the log of moves alone would tell of. */
const writes: [string, string][] = [
  ['a move', "UPDATE queues SET queue_name = 'production' WHERE reference = 'A-3'"],
  ['a field', "UPDATE work_items SET assignee = 'ada' WHERE reference = 'A-1'"],
  ['a block', "UPDATE work_items SET blocked_reason = 'vendor' WHERE reference = 'A-2'"],
  ['a comment', "INSERT INTO comments (reference, body) VALUES ('A-1', 'hello')"],
  ['a limit', "UPDATE wip_limits SET wip_limit = 4 WHERE queue_name = 'development'"],
  [
    'a setting',
    "INSERT INTO settings (name, value) VALUES ('sle_days', '12') ON DUPLICATE KEY UPDATE value = '12'",
  ],
  ['a time zone', "UPDATE value_streams SET time_zone = 'Europe/Berlin' WHERE name = 'main'"],
];

describe.each(readerDatabases())('who watches a stream, on $name', (server) => {
  const database = boardTest(server);
  beforeAll(() => makeBoard(database.pool));

  let api: ReturnType<typeof appUnderTest>;
  let http: Server | undefined;
  afterEach(async () => {
    http?.closeAllConnections();
    http?.close();
    http = undefined;
    await api.close();
  });

  async function listen(live: Partial<HubOptions> = {}, answersWithinMs = 60_000): Promise<string> {
    api = appUnderTest(database.url, {}, { live });
    http = serve({ fetch: api.app.fetch, hostname: '127.0.0.1', port: 0 }) as Server;
    limitAnswers(http, answersWithinMs, pino({ level: 'silent' }));
    await once(http, 'listening');
    return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  }
  const measured = async (name: 'kanban_change_viewers' | 'kanban_change_reads_total') =>
    (await api.measurements.registry.getSingleMetric(name)?.get())?.values[0]?.value;

  test('is told when to come back and the state at once, by headers that nothing on the way buffers or changes', async () => {
    const url = await listen();
    const response = await fetch(url + PATH, { headers: { 'Accept-Encoding': 'gzip, br' } });
    const { headers } = response;
    expect(headers.get('Content-Type')).toBe('text/event-stream; charset=utf-8');
    expect(headers.get('Cache-Control')).toBe('no-cache, no-transform');
    expect(headers.get('X-Accel-Buffering')).toBe('no');
    expect([headers.get('Content-Encoding'), headers.get('Set-Cookie')]).toEqual([null, null]);
    const told = toldBy(response);
    expect((await told.next()).value).toMatchObject({ retry: '3000' });
    expect((await told.next()).value).toMatchObject({
      event: 'changed',
      data: expect.stringMatching(/^[\w-]{20,}$/),
    });
  });

  test.each(writes)('is told of %s within two seconds', async (_, statement) => {
    const told = toldBy(await fetch((await listen({ beatMs: 100 })) + PATH));
    const before = await nextOf(told, 'changed');
    await nextOf(told, 'beat');
    await database.pool.query(statement);
    const writtenAt = performance.now();
    expect(await nextOf(told, 'changed')).not.toBe(before);
    expect(performance.now() - writtenAt).toBeLessThan(2_000);
  });

  test('who comes back is told of a change at once only if there was one', async () => {
    const url = await listen();
    const state = await nextOf(toldBy(await fetch(url + PATH)), 'changed');
    const back = await fetch(`${url + PATH}&after=${state}`);
    expect(await nextOf(toldBy(back), 'beat')).toBe(state);
    const byHeader = await fetch(url + PATH, { headers: { 'Last-Event-ID': state } });
    expect(await nextOf(toldBy(byHeader), 'beat')).toBe(state);
    expect(await nextOf(toldBy(await fetch(`${url + PATH}&after=another`)), 'changed')).toBe(state);
  });

  test.each([1, 200])('%i viewers cost one read a second together', async (viewers) => {
    const url = await listen({ beatMs: 1 });
    const all = await Promise.all(
      Array.from({ length: viewers }, async () => toldBy(await fetch(url + PATH))),
    );
    await Promise.all(all.map((told) => nextOf(told, 'beat')));
    expect(await measured('kanban_change_viewers')).toBe(viewers);
    const before = (await measured('kanban_change_reads_total')) ?? 0;
    const from = performance.now();
    for (let beats = 0; beats < 3; beats++) await Promise.all(all.map((told) => nextOf(told, 'beat')));
    const seconds = (performance.now() - from) / 1000;
    const reads = ((await measured('kanban_change_reads_total')) ?? 0) - before;
    expect(reads).toBeGreaterThanOrEqual(2);
    expect(reads).toBeLessThanOrEqual(Math.ceil(seconds));
  });

  test('who does not read is let go, and takes the memory of one event until then', async () => {
    api = appUnderTest(database.url, {}, { live: { beatMs: 1, letGoMs: 100 } });
    const stuck = await api.app.request(PATH);
    const reader = toldBy(await api.app.request(PATH));
    await nextOf(reader, 'beat');
    await nextOf(reader, 'beat');
    expect(await measured('kanban_change_viewers')).toBe(1);
    await expect(stuck.text()).rejects.toThrow('nothing was read');
  });

  test('one more than there may be is refused with when to come back, and a place is free when somebody goes', async () => {
    const url = await listen({ limit: 1 });
    const leaving = new AbortController();
    await fetch(url + PATH, { signal: leaving.signal });
    const refused = await fetch(url + PATH);
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([503, '10']);
    expect(await refused.json()).toMatchObject({ type: 'urn:kanban-flow:problem:service-busy' });
    leaving.abort();
    await expect.poll(async () => (await fetch(url + PATH, { method: 'GET' })).status).toBe(200);
  });

  test('no stream of this name is 404, and leaves its place', async () => {
    const url = await listen({ limit: 1 });
    expect((await fetch(`${url}/v1/changes/stream?stream=nowhere`)).status).toBe(404);
    expect((await fetch(url + PATH)).status).toBe(200);
  });

  test('watching goes on beyond the time limit of answers', async () => {
    const told = toldBy(await fetch((await listen({ beatMs: 1 }, 500)) + PATH));
    for (let beats = 0; beats < 3; beats++) expect(await nextOf(told, 'beat')).not.toBe('');
  });
});
