import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const NODE = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));

let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

/** A process of its own whose service has this `readConfig`, `start` and so on. */
function run(parts: { readConfig?: string; start?: string }) {
  const { readConfig = "() => ({ logLevel: 'info' })", start = 'async () => ({ stop: async () => {} })' } =
    parts;
  const program = `
    import { setImmediate } from 'node:timers/promises';
    import { BadConfig, runService } from './index.ts';
    class NoScales extends Error {}
    setInterval(() => {}, 1_000);
    await runService({
      name: 'scales', readConfig: ${readConfig}, start: ${start}, ready: 'Ready', refusals: [NoScales],
    });`;
  const started = spawn(NODE, ['--input-type=module', '--eval', program], {
    cwd: HERE,
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = started;
  const ended = once(started, 'close').then(([code]) => code as number | null);
  return { started, ended, stdout: started.stdout, errors: text(started.stderr) };
}

test.each([
  ['a setting', { readConfig: "() => { throw new BadConfig('SIZE is 0') }" }, 'SIZE is 0\n'],
  ['a start', { start: "async () => { throw new NoScales('Nobody may weigh') }" }, 'Nobody may weigh\n'],
])('%s that is refused is one sentence on stderr, and exit code 1', async (_, parts, sentence) => {
  const { ended, stdout, errors } = run(parts);
  expect(await text(stdout)).toBe('');
  expect(await errors).toBe(sentence);
  expect(await ended).toBe(1);
});

test('any other error of the start shows where it came from', async () => {
  const { ended, errors } = run({ start: "async () => { throw new TypeError('a mistake') }" });
  expect(await errors).toMatch(/TypeError: a mistake\s+at /);
  expect(await ended).toBe(1);
});

test('SIGTERM as soon as it is ready lets the service finish, then ends the process with code 0', async () => {
  const { started, ended, stdout } = run({
    start: "async () => ({ stop: async () => { await setImmediate(); console.log('Finished'); } })",
  });
  let printed = '';
  for await (const chunk of stdout) {
    printed += chunk;
    // Once: a second signal would end it without waiting.
    if (String(chunk).includes('"Ready"')) started.kill('SIGTERM');
  }
  // In no certain order: pino writes from another thread.
  expect(printed).toContain('"Stopping"');
  expect(printed).toContain('Finished');
  expect(await ended).toBe(0);
});
