import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { findBinary } from '../scripts/servers/find-binary.mjs';

const run = promisify(execFile);
const promtool = findBinary('promtool');

describe.skipIf(!promtool)('the alert rules', () => {
  const check = (...args: string[]) =>
    run(promtool as string, args, { cwd: join(import.meta.dirname, 'prometheus') }).then(
      ({ stdout }) => stdout,
      ({ stdout, stderr }) => `${stdout}${stderr}`,
    );

  test('are rules that Prometheus takes', async () => {
    expect(await check('check', 'rules', 'alerts.yml')).toMatch(/SUCCESS: \d+ rules found/);
  });

  test('fire when they should, and not when they should not', async () => {
    expect(await check('test', 'rules', 'alerts.test.yml')).toMatch(/SUCCESS\n*$/);
  });
});
