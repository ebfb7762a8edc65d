import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLine, type Line, type News } from './line.ts';

let server: Server;
let url: string;
let asked: { at: number; path: string; token: string | undefined }[];
let heard: News[];
let line: Line | undefined;
/** What the service does with each request. */
let answer: (response: ServerResponse, request: IncomingMessage) => void;

beforeEach(async () => {
  [asked, heard] = [[], []];
  server = createServer((request, response) => {
    asked.push({
      at: performance.now(),
      path: request.url ?? '',
      token: request.headers.authorization,
    });
    answer(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/kanban/`;
});
afterEach(() => {
  line?.watch(null);
  line = undefined;
  server.closeAllConnections();
  server.close();
});

function open(times: { deadMs?: number; firstRetryMs?: number; lastRetryMs?: number } = {}): Line {
  line = createLine((news) => heard.push(news), {
    deadMs: 5_000,
    firstRetryMs: 5,
    lastRetryMs: 60_000,
    ...times,
  });
  return line;
}
const main = () => ({ url, stream: 'main', token: null });
const live = (state: string): News => ({ kind: 'live', state });
const lost = { kind: 'lost', since: expect.any(Number) };

function tell(response: ServerResponse, ...events: string[]): void {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  for (const each of events) response.write(`${each}\n\n`);
}
const changed = (state: string) => `event: changed\nid: ${state}\ndata: ${state}`;

test('what is told is heard, however the bytes come', async () => {
  answer = (response) => {
    tell(response, 'retry: 3000', changed('a'));
    response.write('event: be');
    setTimeout(() => response.write('at\nid: a\ndata: a\n\n'), 20);
  };
  open().watch({ url, stream: 'ä b', token: 'secret' });
  await expect.poll(() => heard).toEqual([live('a'), live('a')]);
  expect(asked).toMatchObject([
    { path: '/kanban/v1/changes/stream?stream=%C3%A4+b', token: 'Bearer secret' },
  ]);
});

test('who comes back says which state it knows; of another stream it knows none', async () => {
  answer = (response) => {
    tell(response, changed('a'));
    if (asked.length < 2) response.end();
  };
  const opened = open();
  opened.watch(main());
  await expect.poll(() => heard).toEqual([live('a'), lost, live('a')]);
  expect(asked[1]?.path).toBe('/kanban/v1/changes/stream?stream=main&after=a');
  expect(opened.watch(main())).toBe(false);
  expect(opened.watch({ url, stream: null, token: null })).toBe(true);
  await expect.poll(() => asked.length).toBe(3);
  expect(asked[2]?.path).toBe('/kanban/v1/changes/stream');
});

test('a line without a beat is dead, and opened anew', async () => {
  answer = (response) => tell(response, changed('a'));
  open({ deadMs: 40 }).watch(main());
  // On a busy machine the first byte may come too late as well.
  await expect.poll(() => heard.map(({ kind }) => kind).join(', ')).toContain('live, lost, live');
});

test('one whose first byte never comes is dead as well', async () => {
  answer = () => {};
  open({ deadMs: 40 }).watch(main());
  await expect.poll(() => asked.length).toBeGreaterThan(1);
  expect(heard[0]).toEqual(lost);
});

test('waits twice as long each time, at most the longest, and has been away since the first', async () => {
  answer = (response) => response.destroy();
  open({ firstRetryMs: 16, lastRetryMs: 64 }).watch(main());
  await expect.poll(() => asked.length, { timeout: 5_000 }).toBeGreaterThan(5);
  const waits = asked.slice(1, 6).map(({ at }, n) => at - (asked[n]?.at ?? 0));
  // Half of it is left to chance. A timer may come a millisecond early.
  expect(waits.map((ms, n) => ms >= ([8, 16, 32, 32, 32][n] ?? 0) - 1)).toEqual(Array(5).fill(true));
  expect(new Set(heard.map((news) => 'since' in news && news.since)).size).toBe(1);
});

test('comes back when the service says: at the end of a stream, and when it has no place', async () => {
  answer = (response) => {
    if (asked.length === 1) {
      tell(response, changed('a'), 'retry: 150');
      response.end();
    } else if (asked.length === 2) response.writeHead(503, { 'retry-after': '1' }).end();
    else tell(response, changed('a'));
  };
  open().watch(main());
  await expect.poll(() => asked.length, { timeout: 5_000 }).toBe(3);
  const [first, second, third] = asked.map(({ at }) => at) as [number, number, number];
  expect(second - first).toBeGreaterThanOrEqual(149);
  expect(third - second).toBeGreaterThanOrEqual(999);
});

test('does not wait any longer once somebody looks', async () => {
  answer = (response) => (asked.length === 1 ? response.destroy() : tell(response, changed('a')));
  const opened = open({ firstRetryMs: 1_000_000, lastRetryMs: 1_000_000 });
  opened.watch(main());
  await expect.poll(() => heard).toEqual([lost]);
  opened.wake();
  await expect.poll(() => heard).toEqual([lost, live('a')]);
});

test.each([
  ['401', (response: ServerResponse) => response.writeHead(401).end()],
  ['a session that has ended', (response: ServerResponse) => tell(response, 'event: signed-out\ndata: -')],
])('%s is told, and nothing more is asked until there is another token', async (_, refuse) => {
  answer = (response, { headers }) =>
    headers.authorization === 'Bearer new' ? tell(response, changed('a')) : refuse(response);
  const opened = open();
  opened.watch({ ...main(), token: 'old' });
  await expect.poll(() => heard).toEqual([{ kind: 'refused' }]);
  opened.wake();
  opened.watch({ ...main(), token: 'new' });
  await expect.poll(() => heard).toEqual([{ kind: 'refused' }, live('a')]);
  expect(asked).toHaveLength(2);
});

test('what answers but is no stream is not live', async () => {
  answer = (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Sign in');
  open({ firstRetryMs: 1_000_000, lastRetryMs: 1_000_000 }).watch(main());
  await expect.poll(() => heard).toEqual([lost]);
});

test('who watches nothing leaves the service, and hears nothing', async () => {
  let hasLeft = false;
  answer = (response) => {
    response.on('close', () => {
      hasLeft = true;
    });
    tell(response, changed('a'));
  };
  const opened = open();
  opened.watch(main());
  await expect.poll(() => heard).toEqual([live('a')]);
  opened.watch(null);
  await expect.poll(() => hasLeft).toBe(true);
  expect(heard).toEqual([live('a')]);
});
