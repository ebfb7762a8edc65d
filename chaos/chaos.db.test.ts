import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { findTestBinaries } from '../scripts/servers/test-binaries.mjs';
import { readOptions } from './options.ts';
import { runChaos } from './run-chaos.ts';

/** Kept: what it says is what a failure is looked into with. */
const folder = fileURLToPath(new URL('../.kanban/chaos-test', import.meta.url));

it('loses nothing and sends nothing twice unmarked in twenty seconds of kills, outages and cuts', async () => {
  const found = await findTestBinaries({ given: {}, log: () => {} });
  const database = found.mariadb ?? found.mysql;
  if (!database || !found.redis) throw new Error(found.missing.join('\n'));
  const args = [
    '--seed',
    '4',
    '--minutes',
    '0.33',
    '--events',
    '200',
    '--kills',
    '15',
    '--database',
    database.flavour,
  ];
  const options = readOptions(args, folder);
  if (!options) throw new Error('No options');

  const never = new AbortController();
  const history = await runChaos({ database, redis: found.redis }, options, () => {}, never.signal);

  expect(history.verdict.findings).toEqual([]);
  expect(history.observed).toEqual([]);
  expect(history.faults).toHaveLength(history.schedule.length);
  expect(history.verdict.figures.events).toBeGreaterThanOrEqual(200);
  expect(history.verdict.figures.sent).toBeGreaterThan(0);
  expect(history.verdict.figures.movedByPeople).toBeGreaterThanOrEqual(10);
  expect(JSON.parse(readFileSync(join(folder, 'history.json'), 'utf8')).options.seed).toBe(4);
  expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toContain('Nothing lost');
  // Each process left a pid file while it ran.
  expect(readdirSync(join(folder, 'run'))).toEqual([]);
  expect(existsSync(join(folder, 'data'))).toBe(false);
}, 300_000);
