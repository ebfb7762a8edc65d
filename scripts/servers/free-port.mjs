import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Below the ports that systems give to connections, which could take one between its choice and its use. */
const [FIRST, LAST] = [20_000, 32_000];
/** So long a port stays with who asked for it; a server has it after a few seconds. */
const KEPT_MS = 120_000;

/**
 * `preferred` if nobody listens on it on the loopback, else a free port that is given to no one else for two minutes, in this
 * process or another one of this user.
 * @param {number} [preferred]
 */
export async function freePort(preferred) {
  if (preferred && (await isFree(preferred))) return preferred;
  for (let tries = 0; tries < 1_000; tries++) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (isTaken(port)) continue;
    if (await isFree(port)) return port;
  }
  throw new Error(`No port from ${FIRST} to ${LAST} is free on the loopback`);
}

/**
 * True if this process could listen on `host:port` now.
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export function isFree(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * Whether another call has the port; else this one has it now. A file for each port, made by one process only.
 * @param {number} port
 */
function isTaken(port) {
  const folder = join(tmpdir(), `kanban-ports-${userInfo().username}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, String(port));
  try {
    writeFileSync(file, '', { flag: 'wx' });
    return false;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    const since = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (since < KEPT_MS) return true;
    writeFileSync(file, '');
    return false;
  }
}
