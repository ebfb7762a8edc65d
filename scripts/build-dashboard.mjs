import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { npm, ROOT } from './paths.mjs';
import { run } from './run.mjs';

const DASHBOARD = join(ROOT, 'apps/dashboard');
export const DASHBOARD_DIST = join(DASHBOARD, 'dist');

/**
 * Builds apps/dashboard/dist when a source, or a package it is made of, is newer. Throws when that fails.
 * @param {{ log: (line: string) => void }} options
 */
export async function buildDashboard({ log }) {
  const { scripts } = JSON.parse(readFileSync(join(DASHBOARD, 'package.json'), 'utf8'));
  if (!scripts.build || isFresh()) return;
  log('Building the dashboard ...');
  const code = await run([...npm(), 'run', 'build', '--workspace=@kanban/dashboard'], { quiet: true });
  if (code !== 0) throw new Error('The dashboard could not be built; the reason is above.');
}

function isFresh() {
  const built = join(DASHBOARD_DIST, 'index.html');
  if (!existsSync(built)) return false;
  const since = statSync(built).mtimeMs;
  const sources = [
    DASHBOARD,
    join(ROOT, 'packages/api'),
    join(ROOT, 'packages/charts'),
    join(ROOT, 'packages/domain'),
    join(ROOT, 'package-lock.json'),
  ];
  return sources.every((path) => newestIn(path) <= since);
}

/** @param {string} path @returns {number} */
function newestIn(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const inside = readdirSync(path).filter((name) => !['dist', 'node_modules', '.turbo'].includes(name));
  return Math.max(0, ...inside.map((name) => newestIn(join(path, name))));
}
