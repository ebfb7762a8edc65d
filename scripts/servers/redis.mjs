import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.mjs';
import { launch, tailOf } from './launch.mjs';
import { firstBytes, isSoon } from './until.mjs';

/**
 * Starts a private Redis or Valkey on the loopback. `noeviction`: a queue that forgets jobs is none.
 * Resolves when it answers PING.
 *
 * @param {object} options
 * @param {string} [options.name]
 * @param {string} options.binary
 * @param {string} options.dataDir
 * @param {string} options.runDir
 * @param {string} options.logDir
 * @param {boolean} [options.persistent]
 */
export async function startRedis({ name = 'redis', binary, dataDir, runDir, logDir, persistent = true }) {
  mkdirSync(dataDir, { recursive: true });
  const portFile = `${dataDir}.port`;
  const port = await freePort(existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : undefined);
  writeFileSync(portFile, String(port));
  const logFile = join(logDir, `${name}.log`);
  const child = launch({
    name,
    runDir,
    logFile,
    command: [
      binary,
      ...['--bind', '127.0.0.1', '--port', String(port), '--dir', dataDir],
      ...['--maxmemory-policy', 'noeviction', '--save', ''],
      ...['--appendonly', persistent ? 'yes' : 'no', '--appendfsync', 'everysec'],
      // A kill may cut the last line of the append-only file; what is before it counts.
      ...['--aof-load-truncated', 'yes', '--daemonize', 'no'],
    ],
  });
  const answers = async () =>
    !child.running() || (await firstBytes(port, { request: 'PING\r\n' }))?.[0] === 0x2b;
  if (!(await isSoon(answers, 30_000)) || !child.running()) {
    await child.stop();
    throw new Error(`${binary} did not start. Its log (${logFile}) ends:\n${tailOf(logFile)}`);
  }
  return { ...child, port, url: `redis://127.0.0.1:${port}/0` };
}
