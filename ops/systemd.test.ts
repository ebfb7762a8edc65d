import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv, promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { readConfig as readBoardApiConfig } from '../apps/board-api/src/config.ts';
import { readConfig as readApiConfig } from '../apps/metrics-api/src/config.ts';
import { readConfig as readNotifierConfig } from '../apps/notifier/src/config.ts';
import { readConfig as readBoardConfig } from '../apps/queue-board/src/config.ts';
import { readConfig as readRelayConfig } from '../apps/relay/src/config.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
const folder = join(import.meta.dirname, 'systemd');
const units = readdirSync(folder).filter((name) => name.includes('.') && !name.endsWith('.env'));
const canAnalyze = spawnSync('systemd-analyze', ['--version']).status === 0;

/** One of those that there are any number of. */
const instance = (name: string) => name.replace('@.', '@1.');

/** The units as they would stand on a machine where the product lies in this checkout. */
function installed(): string {
  const place = mkdtempSync(join(tmpdir(), 'kanban-units-'));
  for (const name of units) {
    const text = readFileSync(join(folder, name), 'utf8').replaceAll('/opt/kanban-flow', root);
    writeFileSync(join(place, instance(name)), text);
  }
  return place;
}

describe.skipIf(!canAnalyze)('the systemd units', () => {
  const place = installed();
  afterAll(() => rmSync(place, { recursive: true, force: true }));
  const analyze = (...args: string[]) =>
    run('systemd-analyze', args, { env: { ...process.env, SYSTEMD_UNIT_PATH: `${place}:` } }).then(
      ({ stdout, stderr }) => ({ ok: true, text: stdout + stderr }),
      ({ stdout, stderr }) => ({ ok: false, text: stdout + stderr }),
    );

  test.each(units)('%s is understood by systemd, to the last word', async (name) => {
    const { text } = await analyze('verify', '--man=no', join(place, instance(name)));
    const ours = text.split('\n').filter((line) => line.includes('kanban'));
    expect(ours).toEqual([]);
  });

  test.each(units.filter((name) => name.endsWith('.service')))('%s may do little', async (name) => {
    const { ok, text } = await analyze(
      'security',
      '--offline=true',
      '--threshold=20',
      join(place, instance(name)),
    );
    expect(text).toMatch(/Overall exposure level/);
    expect(ok, text.split('\n').slice(-3).join('\n')).toBe(true);
  });
});

test('a service of Type=notify is one that talks to systemd, and has a time to do so', () => {
  for (const name of [
    'kanban-relay.service',
    'kanban-notifier@.service',
    'kanban-queue-board.service',
    'kanban-board.service',
  ]) {
    const text = readFileSync(join(folder, name), 'utf8');
    // systemd-notify is another process than the main one.
    expect(text).toMatch(/^Type=notify\nNotifyAccess=all\nWatchdogSec=\d+$/m);
  }
});

test('the examples of environment files are settings that the programs take', () => {
  const env = (...names: string[]) =>
    Object.assign({}, ...names.map((name) => parseEnv(readFileSync(join(folder, 'env', name), 'utf8'))));
  const api = { ...env('common.env', 'api.env'), DASHBOARD_DIR: folder };
  expect(readApiConfig(api)).toMatchObject({ port: 8080 });
  expect(readBoardApiConfig(env('common.env', 'board.env'))).toMatchObject({ signIn: { kind: 'header' } });
  expect(readRelayConfig(env('common.env', 'relay.env'))).toMatchObject({ logLevel: 'info' });
  expect(readBoardConfig(env('common.env', 'queue-board.env'))).toMatchObject({ isWritable: false });
  expect(readNotifierConfig(env('common.env', 'notifier.env'))).toMatchObject({
    mailFrom: 'Kanban Flow <board@example.test>',
  });
});
