import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const NODE = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));

let child: ChildProcess | undefined;
let silent: Server | undefined;
afterEach(() => {
  child?.kill('SIGKILL');
  silent?.close();
});

/** A database that accepts connections and never says a word: the worst of those that are away. */
async function silentDatabase() {
  const connected = Promise.withResolvers<void>();
  const server = createServer(() => connected.resolve()).listen(0, '127.0.0.1');
  silent = server;
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return { url: `mysql://u:s3cret@127.0.0.1:${port}/kanban`, connected: connected.promise };
}

function run(env: Record<string, string>): ChildProcess {
  child = spawn(NODE, [MAIN], { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  return child;
}

async function portOf(started: ChildProcess): Promise<number> {
  for await (const line of createInterface({ input: started.stdout as NodeJS.ReadableStream })) {
    const { msg, port } = JSON.parse(line) as { msg: string; port: number };
    if (msg === 'listening') return port;
  }
  throw new Error('it never listened');
}

test('it stops within ten seconds of SIGTERM, also while a request waits for a database that hangs', async () => {
  const database = await silentDatabase();
  const started = run({ DATABASE_URL: database.url, PORT: '0' });
  const port = await portOf(started);
  const waiting = fetch(`http://127.0.0.1:${port}/v1/queues`).catch(() => undefined);
  await database.connected;
  const toldAt = performance.now();
  started.kill('SIGTERM');
  await once(started, 'exit');
  expect(performance.now() - toldAt).toBeLessThan(10_000);
  await waiting;
});

test('with a database that hangs it says within seconds that it is not ready, and is still alive', async () => {
  const database = await silentDatabase();
  const port = await portOf(run({ DATABASE_URL: database.url, PORT: '0' }));
  const [ready, live, metrics] = await Promise.all(
    ['health/ready', 'health/live', 'metrics'].map((path) => fetch(`http://127.0.0.1:${port}/${path}`)),
  );
  expect(ready?.status).toBe(503);
  expect(live?.status).toBe(200);
  expect(await metrics?.text()).toMatch(/kanban_database_up 0/);
});

test('an address or headers longer than the server reads are refused with what is allowed', async () => {
  const database = await silentDatabase();
  const port = await portOf(run({ DATABASE_URL: database.url, PORT: '0' }));
  const long = 'x'.repeat(200_000);
  const responses = await Promise.all([
    fetch(`http://127.0.0.1:${port}/v1/queues?stream=${long}`),
    fetch(`http://127.0.0.1:${port}/v1/queues`, { headers: { 'X-Long': long } }),
  ]);
  for (const response of responses) {
    expect(response.status).toBe(431);
    expect(response.headers.get('Content-Type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({
      type: 'urn:kanban-flow:problem:request-too-large',
      status: 431,
      allowed: expect.stringContaining('16 KB'),
    });
  }
});

test('what is no request is answered with a problem, and the connection ends', async () => {
  const database = await silentDatabase();
  const port = await portOf(run({ DATABASE_URL: database.url, PORT: '0' }));
  const socket = connect(port, '127.0.0.1');
  socket.write('good day\r\n\r\n');
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/problem\+json\r\n/);
  expect(answer).toContain('urn:kanban-flow:problem:malformed-request');
});

test('a taken port is a sentence that names it, and exit code 1', async () => {
  const database = await silentDatabase();
  const port = new URL(database.url).port;
  const started = run({ DATABASE_URL: database.url, PORT: port });
  const errors: string[] = [];
  started.stderr?.on('data', (chunk) => errors.push(String(chunk)));
  const [code] = await once(started, 'close');
  expect(code).toBe(1);
  expect(errors.join('')).toBe(`Port ${port} of 127.0.0.1 is taken: stop what uses it, or set PORT.\n`);
});

test('other machines are not let in without tokens', async () => {
  const started = run({ DATABASE_URL: 'mysql://u:p@127.0.0.1:1/kanban', HOST: '0.0.0.0' });
  const [code] = await once(started, 'close');
  expect(code).toBe(1);
});
