import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { freePort, isFree } from './free-port.mjs';

const module = new URL('./free-port.mjs', import.meta.url).href;
const asked = `const { freePort } = await import('${module}');
  console.log(JSON.stringify(await Promise.all(Array.from({ length: 50 }, () => freePort()))));`;

test('no port is given twice, by this process and by others', async () => {
  const others = Array.from({ length: 3 }, () =>
    promisify(execFile)(process.execPath, ['--input-type=module', '--eval', asked]),
  );
  const here = await Promise.all(Array.from({ length: 50 }, () => freePort()));
  const there = (await Promise.all(others)).flatMap(({ stdout }) => JSON.parse(stdout));
  expect(new Set([...here, ...there]).size).toBe(200);
});

test('a preferred port is given while nobody listens on it, and another one after', async () => {
  const port = await freePort();
  expect(await freePort(port)).toBe(port);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen({ port, host: '127.0.0.1' }, resolve));
  expect(await isFree(port)).toBe(false);
  expect(await freePort(port)).not.toBe(port);
  server.close();
});
