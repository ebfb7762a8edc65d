import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askReport } from './ask-report.ts';

/** A neighbour that fails in ways the real API does not on demand. What the real one answers is tested with the command. */
let answer: (path: string, response: ServerResponse) => void;
let server: Server;
let url: string;
const asked: (string | undefined)[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.headers.authorization);
    answer(request.url ?? '', response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const ask = (access = {}) => askReport({ url, ...access }, { stream: 'main' });
const problem = (status: number, body: object) => (_: string, response: ServerResponse) =>
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(body));

test('an API that is away may come back', async () => {
  await expect(askReport({ url: 'http://127.0.0.1:1' }, { stream: 'main' })).rejects.toMatchObject({
    reason: 'away',
    message: 'The metrics API at http://127.0.0.1:1 cannot be reached (bad port).',
  });
});

test('an API whose database is away may come back', async () => {
  answer = problem(503, { detail: 'The database cannot be reached.' });
  await expect(ask()).rejects.toMatchObject({
    reason: 'away',
    message: expect.stringContaining('cannot be reached'),
  });
});

test('the token is sent, and a rejected one is reported', async () => {
  answer = problem(401, {});
  await expect(ask({ token: () => 'secret-enough-to-hide' })).rejects.toMatchObject({
    reason: 'tokenNeeded',
  });
  expect(asked.at(-1)).toBe('Bearer secret-enough-to-hide');
  await expect(ask({ token: () => 'secret-enough-to-hide' })).rejects.not.toThrow(/secret-enough/);
});

test('what the API refuses is refused in its own words', async () => {
  answer = problem(400, { detail: 'from is no date', allowed: 'a date' });
  await expect(ask()).rejects.toMatchObject({
    reason: 'refused',
    message: 'from is no date. Allowed: a date.',
  });
});

test('an answer that does not come from the API makes no report', async () => {
  answer = (_, response) => response.end('<html>Welcome</html>');
  await expect(ask()).rejects.toMatchObject({
    reason: 'away',
    message: expect.stringContaining('is not the metrics API'),
  });
});

test('an answer that breaks off may come whole later', async () => {
  answer = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"from":');
    setImmediate(() => response.destroy());
  };
  await expect(ask()).rejects.toMatchObject({
    reason: 'away',
    message: expect.stringContaining('broke off'),
  });
});

test('an API that hangs is away', async () => {
  answer = () => {};
  await expect(ask({ timeoutMs: 100 })).rejects.toMatchObject({
    reason: 'away',
    message: expect.stringContaining('no answer within 0.1 s'),
  });
});

test('a stop is no failure of the API', async () => {
  const stopping = new AbortController();
  answer = () => stopping.abort('SIGTERM');
  await expect(ask({ signal: stopping.signal })).rejects.toBe('SIGTERM');
});
