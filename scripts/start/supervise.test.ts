import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freePort } from '../servers/free-port.mjs';
import { launch, liveChildren } from '../servers/launch.mjs';
import { howItEnded, supervise } from './supervise.mjs';

test('how a child ended tells a kill, a stop it was asked for, and a failure apart', () => {
  expect(howItEnded({ code: null, signal: 'SIGKILL' })).toBe('was ended by SIGKILL');
  expect(howItEnded({ code: 0, signal: null })).toMatch(/^was told to stop .*SIGTERM.* and did so/);
  expect(howItEnded({ code: 1, signal: null })).toBe('ended with code 1');
});

test('a child that is stopped, and so never ends, is killed and started again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kanban-supervise-'));
  const said: string[] = [];
  const stopping = new AbortController();
  const port = await freePort(0);
  const start = async () =>
    launch({
      name: 'answers',
      runDir: folder,
      command: [
        process.execPath,
        '-e',
        `require('http').createServer((_, answer) => answer.end()).listen(${port})`,
      ],
    });
  const health = `http://127.0.0.1:${port}/`;
  const isUp = () =>
    fetch(health, { signal: AbortSignal.timeout(500) }).then(
      ({ ok }) => ok,
      () => false,
    );
  const child = await start();
  await expect.poll(isUp, { timeout: 10_000 }).toBe(true);
  const watch = { name: 'answers', child, start, health, everyMs: 50, patienceMs: 1_000 };
  const log = (line: string) => void said.push(line);
  const supervising = supervise({ ...watch, log, signal: stopping.signal });
  try {
    process.kill(child.pid as number, 'SIGSTOP');
    await expect.poll(isUp, { timeout: 10_000 }).toBe(false);
    await expect.poll(isUp, { timeout: 15_000 }).toBe(true);
    expect(said).toEqual([
      'answers has been silent for 1 s and is killed.',
      'answers was ended by SIGKILL; starting it again in 1 s.',
    ]);
  } finally {
    stopping.abort();
    await Promise.all(liveChildren().map((one) => one.stop()));
    await supervising;
    rmSync(folder, { recursive: true, force: true });
  }
});
