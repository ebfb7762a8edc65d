import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { describe, expect, test } from 'vitest';
import { nextOf, type Told, toldBy } from '../testing/told.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const VIEWERS = 1_000;

describe.each(readerDatabases())('a service with many viewers, on $name', (server) => {
  const database = boardTest(server);

  test('is gone within ten seconds of SIGTERM, and has told each viewer its own time to come back', async () => {
    const env = { PATH: process.env.PATH, DATABASE_URL: database.url, PORT: '0', LOG_LEVEL: 'info' };
    const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    try {
      const url = `http://127.0.0.1:${await portIn(child.stdout)}/v1/changes/stream`;
      child.stdout.resume();
      const all = await Promise.all(
        Array.from({ length: VIEWERS }, async () => {
          const told = toldBy(await fetch(url));
          await nextOf(told, 'changed');
          return told;
        }),
      );
      const toldAt = performance.now();
      child.kill('SIGTERM');
      const last = await Promise.all(all.map(lastOf));
      await exited;
      expect(performance.now() - toldAt).toBeLessThan(10_000);
      const times = last.map((told) => Number(told?.retry));
      expect(times.filter((ms) => ms >= 1_000 && ms <= 8_000)).toHaveLength(VIEWERS);
      expect(new Set(times).size).toBeGreaterThan(VIEWERS / 2);
    } finally {
      child.kill('SIGKILL');
    }
  });
});

async function portIn(output: NodeJS.ReadableStream): Promise<number> {
  for await (const line of createInterface({ input: output })) {
    const { msg, port } = JSON.parse(line) as { msg: string; port: number };
    if (msg === 'listening') return port;
  }
  throw new Error('It never listened.');
}

async function lastOf(told: AsyncGenerator<Told>): Promise<Told | undefined> {
  let last: Told | undefined;
  for await (const each of told) last = each;
  return last;
}
