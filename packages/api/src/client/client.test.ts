import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createClient } from './client.ts';
import { brokenOff } from './failure.ts';

/** A neighbour that fails in ways the real API does not on demand. What the real one answers is tested where it is asked. */
let answer: (response: ServerResponse, request: IncomingMessage) => void;
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => answer(response, request));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

afterEach(() => void vi.useRealTimers());

const json = { 'content-type': 'application/json' };
const csv = { 'content-type': 'text/csv; charset=utf-8' };

test('the token of the moment goes with each request, and none when there is none', async () => {
  const seen: (string | undefined)[] = [];
  answer = (response, { headers }) => {
    seen.push(headers.authorization);
    response.writeHead(200, json).end('{}');
  };
  let token: string | undefined;
  const client = createClient({ url, token: () => token });
  await client.ask('/v1/queues', {});
  token = 'entered-by-a-person';
  await client.ask('/v1/queues', {});
  expect(seen).toEqual([undefined, 'Bearer entered-by-a-person']);
});

test('an answer says when it came', async () => {
  answer = (response) => response.writeHead(200, json).end('{"total":3}');
  const before = Date.now();
  const received = await createClient({ url }).ask('/v1/throughput', {});
  expect(received.total).toBe(3);
  expect(received.answeredAtMs).toBeGreaterThanOrEqual(before);
  expect(received.answeredAtMs).toBeLessThanOrEqual(Date.now());
});

test('who asks may stop one question, and gets their own reason', async () => {
  const stop = new AbortController();
  answer = () => stop.abort('something else was chosen');
  await expect(createClient({ url }).ask('/v1/queues', {}, stop.signal)).rejects.toBe(
    'something else was chosen',
  );
});

test('a table that is no CSV is not the API’s', async () => {
  answer = (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>');
  await expect(createClient({ url }).table(`${url}/v1/sla?format=csv`)).rejects.toMatchObject({
    reason: 'away',
    message: `${url} answers 200 but not like the metrics API.`,
  });
});

test('a table may take longer than its deadline once it has begun', async () => {
  let end = () => {};
  answer = (response) => {
    response.writeHead(200, csv).write('a\r\n');
    end = () => response.end('1\r\n');
  };
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const response = await createClient({ url }).table(`${url}/v1/sla?format=csv`);
  vi.runAllTimers();
  end();
  expect(await response.text()).toBe('a\r\n1\r\n');
});

test('a table that ends before it is whole is said to be broken off, and another error stays as it is', async () => {
  answer = (response) => {
    response.writeHead(200, { ...csv, 'content-length': '1000' }).write('a\r\n');
    setImmediate(() => response.destroy());
  };
  const response = await createClient({ url }).table(`${url}/v1/sla?format=csv`);
  const error = await response.text().catch((reason: unknown) => reason);
  expect(brokenOff(error, url)).toMatchObject({
    reason: 'away',
    message: `The metrics API at ${url} broke off its answer; try again.`,
  });
  const other = new Error('the disk is full');
  expect(brokenOff(other, url)).toBe(other);
});

test.each([
  ['away', 'The metrics API does not answer.', 503],
  ['tokenNeeded', 'The metrics API asks for an access token.', 401],
  ['refused', 'from is no date. Allowed: a date.', 400],
])('%s has a short sentence for a place that names the API elsewhere', async (reason, brief, status) => {
  const problem = JSON.stringify({ detail: 'from is no date.', allowed: 'a date' });
  answer = (response) =>
    response.writeHead(status, { 'content-type': 'application/problem+json' }).end(problem);
  await expect(createClient({ url }).ask('/v1/sla', {})).rejects.toMatchObject({ reason, brief });
});
