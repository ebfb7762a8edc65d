import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE24, npm, ROOT } from './paths.mjs';
import { run } from './run.mjs';

/**
 * Runs `npm ci` when node_modules is not what package-lock.json asks for. Throws when that fails.
 * @param {{ log: (line: string) => void }} options
 */
export async function installDependencies({ log }) {
  if (!isInstalled()) {
    log('Installing the packages of package-lock.json (npm ci) ...');
    await runNpm('ci', '--no-audit', '--no-fund', '--loglevel=error');
  }
  // .npmrc lets no package run a script of its own; this one puts its program in place by one.
  if (!existsSync(NODE24)) await runNpm('rebuild', 'node', '--ignore-scripts=false', '--loglevel=error');
}

/** @param {string[]} args */
async function runNpm(...args) {
  const code = await run([...npm(), ...args], { quiet: true });
  if (code !== 0) throw new Error(`npm ${args[0]} failed; its output is above.`);
}

/** npm notes what it installed; times of files say nothing after a clone, so the versions are compared. */
export function isInstalled() {
  const installed = packagesIn('node_modules/.package-lock.json');
  const wanted = packagesIn('package-lock.json');
  return Object.entries(wanted).every(([path, { version, link, optional, peer }]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true;
    const there = installed[path];
    // Optional packages are for other systems; an optional peer may be left out.
    if (!there) return Boolean(optional || peer);
    return link === true || there.version === version;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version: string, link?: boolean, optional?: boolean, peer?: boolean }>}
 */
function packagesIn(file) {
  const path = join(ROOT, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : {};
}
