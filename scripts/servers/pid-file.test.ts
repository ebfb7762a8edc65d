import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { launch } from './launch.mjs';
import { livePid, stopLeftovers, writePidFile } from './pid-file.mjs';

const folder = mkdtempSync(join(tmpdir(), 'kanban-pid-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fileFor = (name: string) => join(folder, `${name}.pid`);
const log = () => {};

test('a pid file names the process that is in it while that runs', () => {
  writePidFile(fileFor('this'), process.pid);
  expect(livePid(fileFor('this'))).toBe(process.pid);
  rmSync(fileFor('this'));
});

test('a process that only got the same id later is not taken for the one in the file, nor stopped', async () => {
  writeFileSync(fileFor('other'), `${process.pid} 12345\n`);
  expect(livePid(fileFor('other'))).toBeUndefined();
  await stopLeftovers(folder, { log });
  expect(process.pid).toBeGreaterThan(0);
});

test('an empty or broken pid file names nobody', () => {
  for (const text of ['', '\n', 'x y\n', '1']) {
    writeFileSync(fileFor('broken'), text);
    expect(livePid(fileFor('broken')), JSON.stringify(text)).toBeUndefined();
  }
});

test('what an earlier run left behind is stopped and said so', async () => {
  const child = launch({ name: 'left', command: ['sleep', '600'], runDir: folder, onLine: log });
  const said: string[] = [];
  await stopLeftovers(folder, { log: (text: string) => said.push(text) });
  expect(await child.exited).toMatchObject({ signal: 'SIGTERM' });
  expect(said.join()).toContain(`left behind (process ${child.pid})`);
});
