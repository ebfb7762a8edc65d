import { existsSync, readdirSync, readFileSync, realpathSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../paths.mjs';
import { freePort } from '../servers/free-port.mjs';

/** An editor writes a file in several steps, and git many files: what changes within this time is one change. */
const QUIET_MS = 200;

/**
 * @typedef {object} Child what runs: `launch.mjs` makes them
 * @property {() => Promise<unknown>} stop
 */
/** @typedef {(line: string) => void} Log */

/**
 * The dashboard's sources, served by Vite, which reloads the page, on a free port.
 * @param {string} apiUrl
 */
export async function dashboardApp(apiUrl) {
  const port = await freePort(5173);
  return {
    dashboardUrl: `http://127.0.0.1:${port}`,
    app: {
      name: 'vite',
      file: 'node_modules/vite/bin/vite.js',
      args: ['apps/dashboard', '--host', '127.0.0.1', '--port', String(port), '--strictPort'],
      env: { API_URL: apiUrl },
    },
  };
}

/**
 * The folders of what an app runs: its own workspace, and those of ours that it depends on. `file` is its entry, as in
 * `apps/relay/src/main.ts`.
 * @param {string} file
 */
export function sourcesOf(file) {
  const workspace = join(ROOT, dirname(file).replace(/\/src$/, ''));
  return [...new Set([workspace, ...dependenciesOf(workspace)])];
}

/**
 * @param {string} workspace
 * @returns {string[]}
 */
function dependenciesOf(workspace) {
  const manifest = join(workspace, 'package.json');
  const { dependencies = {} } = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {};
  return Object.keys(dependencies)
    .filter((name) => name.startsWith('@kanban/'))
    .map((name) => realpathSync(join(ROOT, 'node_modules', name)))
    .flatMap((folder) => [folder, ...dependenciesOf(folder)]);
}

/**
 * Starts `child` again with `start()` after each change of its `sources`. One that ended by a mistake waits for that too.
 * @param {{ name: string, child: Child, start: () => Promise<Child>, sources: readonly string[], log: Log, signal: AbortSignal }} one
 */
export function restartOnChange({ name, child, start, sources, log, signal }) {
  const apply = async () => {
    log(`${name} has changed: starting it again ...`);
    await child.stop();
    child = await start();
  };
  onChange(sources, { apply, log, signal });
}

/**
 * Calls `apply()` after changes of sources in `folders` and below: once for all that change together, and never two at a
 * time. What it throws is logged, and the next change tries again. `signal` ends it.
 * @param {readonly string[]} folders
 * @param {{ apply: () => Promise<unknown>, log: Log, signal: AbortSignal }} what
 */
export function onChange(folders, { apply, log, signal }) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @type {Promise<unknown>} */
  let applying = Promise.resolve();
  const applyNext = () => {
    applying = applying
      .then(() => signal.aborted || apply())
      .catch((error) => signal.aborted || log(error.message));
  };
  /** @param {string} _ @param {string | null} name */
  const changed = (_, name) => {
    if (signal.aborted || !isSource(name ?? '')) return;
    clearTimeout(timer);
    timer = setTimeout(applyNext, QUIET_MS);
  };
  // Each folder by itself: what Node watches file by file (also --watch, and recursive) is lost once the file is replaced, as
  // git and many editors do.
  for (const folder of folders.flatMap(foldersIn)) watch(folder, { signal }, changed);
}

/** @param {string} name */
function isSource(name) {
  return /(?<!\.test)\.(ts|mjs|css|sql)$/.test(name);
}

/**
 * `folder` and all below it.
 * @param {string} folder
 * @returns {string[]}
 */
function foldersIn(folder) {
  const inside = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !['dist', 'node_modules'].includes(entry.name))
    .map(({ name }) => join(folder, name));
  return [folder, ...inside.flatMap(foldersIn)];
}
