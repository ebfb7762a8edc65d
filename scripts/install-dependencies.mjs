import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, ROOT } from './paths.mjs';
import { run } from './run.mjs';

/** Runs `npm ci` when node_modules is not what package-lock.json asks for. Throws when that fails. */
export async function installDependencies({ log }) {
  if (isInstalled()) return;
  log('Installing the packages of package-lock.json (npm ci) ...');
  const code = await run([...npm(), 'ci', '--no-audit', '--no-fund', '--loglevel=error'], { quiet: true });
  if (code !== 0) throw new Error('npm ci failed; its output is above.');
}

/** npm notes what it installed; times of files say nothing after a clone, so the versions are compared. */
function isInstalled() {
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

function packagesIn(file) {
  const path = join(ROOT, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : {};
}
