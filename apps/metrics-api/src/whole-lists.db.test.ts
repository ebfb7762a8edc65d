import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createTestDatabase, oneDatabase, type TestDatabase } from '@kanban/schema/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FINISHED, writeFinishedItems } from './testing/many-finished-items.ts';

const LINE_FEED = 10;
const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const NODE = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));
/** Little room, so that what is held shows: Node leaves garbage lie where it has gigabytes. */
const NODE_OPTIONS = '--max-old-space-size=160 --max-semi-space-size=4';
const TENTH = { from: '2022-01-01', to: '2022-05-08' };
const WHOLE = { from: '2022-01-01', to: '2025-12-31' };
/** Others are answered at least so often: a list that is made in one piece lets nobody in between. */
const LIVE_ANSWERS = 30;

// How a program streams is no matter of the server: `bench -- company-whole-list` looks at both.
describe.each(oneDatabase())(`a list of ${FINISHED} rows on $name`, (server) => {
  let database: TestDatabase;
  let api: ChildProcess;
  let address: string;
  beforeAll(async () => {
    database = await createTestDatabase(server);
    await writeFinishedItems(database.pool);
    const env = { PATH: process.env.PATH, DATABASE_URL: database.url, PORT: '0', NODE_OPTIONS };
    api = spawn(NODE, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    address = await addressOf(api);
  }, 300_000);
  afterAll(async () => {
    api.kill();
    await once(api, 'exit');
    await database.drop();
  });

  test.each(['/v1/lead-time/items', '/v1/sla/items'])(
    '%s is sent in constant memory, and others are answered meanwhile',
    async (path) => {
      const tenth = await download(path, TENTH);
      const whole = await download(path, WHOLE);
      expect(tenth.lines).toBeLessThan(FINISHED / 9);
      expect(whole.lines).toBe(FINISHED + 1);
      expect(whole.held - tenth.held).toBeLessThan(whole.bytes / 2);
      expect(whole.liveAnswers).toBeGreaterThan(LIVE_ANSWERS);
    },
    300_000,
  );

  /**
   * Asks again and again whether the API lives, and for its memory, until it has sent the whole list. What it holds is the least that
   * it had in the second half: there is always some garbage on top, but by then half of the list.
   */
  async function download(path: string, range: { from: string; to: string }) {
    let [bytes, lines] = [0, 0];
    const reading = (async () => {
      const query = new URLSearchParams({ ...range, format: 'csv' });
      const headers = { 'accept-encoding': 'identity' };
      const response = await fetch(`${address}${path}?${query}`, { headers });
      expect(response.status).toBe(200);
      for await (const piece of response.body as ReadableStream<Uint8Array>) {
        bytes += piece.length;
        for (const byte of piece) if (byte === LINE_FEED) lines++;
      }
      return true;
    })();
    const memory: number[] = [];
    let liveAnswers = 0;
    for (let isRead = false; !isRead; ) {
      const live = await fetch(`${address}/health/live`);
      expect(live.status).toBe(200);
      await live.arrayBuffer();
      liveAnswers++;
      if (liveAnswers % 16 === 1) memory.push(await memoryInUse());
      isRead = await Promise.race([reading, false]);
    }
    const held = Math.min(...memory.slice(Math.floor(memory.length / 2)));
    return { bytes, lines, liveAnswers, held };
  }

  async function memoryInUse(): Promise<number> {
    const text = await (await fetch(`${address}/metrics`)).text();
    return ['nodejs_heap_size_used_bytes', 'nodejs_external_memory_bytes']
      .map((name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]))
      .reduce((sum, bytes) => sum + bytes);
  }
});

async function addressOf(started: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: started.stdout as NodeJS.ReadableStream })) {
    const { msg, port } = JSON.parse(line) as { msg: string; port: number };
    if (msg === 'listening') return `http://127.0.0.1:${port}`;
  }
  throw new Error('The API did not start.');
}
