import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinary } from './find-binary.mjs';
import { freePort } from './free-port.mjs';
import { launch, tailOf } from './launch.mjs';
import { firstBytes, isSoon } from './until.mjs';

/** @import { Launched } from './launch.mjs' */

/** The path of a Redis or Valkey server, which is sentinel and cluster node too; undefined: not installed. */
export function findRedis() {
  return findBinary('valkey-server', 'redis-server');
}

/**
 * Runs several Redis processes on free ports of the loopback, with their data in one new folder, for tests of what
 * happens when one of them goes.
 * @param {string} name
 */
export function redisNodes(name) {
  const folder = mkdtempSync(join(tmpdir(), `kanban-${name}-`));
  /** @type {Map<number, Launched>} Port → process. */
  const running = new Map();

  /**
   * Starts one with these arguments, `makeArguments(port, itsFolder)`. Resolves to its port when it answers PING.
   * @param {(port: number, dir: string) => string[]} makeArguments
   */
  async function start(makeArguments) {
    const binary = findRedis();
    if (!binary) throw new Error('There is no Redis.');
    const port = await freePort();
    const dir = join(folder, String(port));
    mkdirSync(dir);
    const logFile = join(dir, 'log');
    const command = [binary, ...makeArguments(port, dir)];
    const child = launch({ name: `${name}-${port}`, runDir: join(folder, 'run'), logFile, command });
    running.set(port, child);
    const answers = async () => !child.running() || (await ask(port, 'PING'))?.startsWith('+PONG');
    if (!(await isSoon(answers, 20_000)) || !child.running()) {
      throw new Error(`${command.join(' ')} did not start. Its log ends:\n${tailOf(logFile)}`);
    }
    return port;
  }

  return {
    start,
    /** Redis's answer to a command, as it is on the wire, or as much of it as arrives at once. */
    ask,
    /** @param {number} port @param {'SIGKILL' | 'SIGSTOP' | 'SIGCONT'} signal */
    signal: (port, signal) => process.kill(Number(running.get(port)?.pid), signal),
    async stop() {
      for (const { pid, running: isRunning } of running.values())
        if (pid && isRunning()) process.kill(pid, 'SIGCONT');
      await Promise.all([...running.values()].map((child) => child.stop(0)));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @param {number} port @param {string} command */
async function ask(port, command) {
  return (await firstBytes(port, { request: `${command}\r\n` }))?.toString();
}

/**
 * What a data node is started with: in memory only, and it never throws jobs away.
 * @param {number} port
 * @param {string} dir
 */
export function dataNode(port, dir) {
  return [
    ...['--bind', '127.0.0.1', '--port', String(port), '--dir', dir],
    ...['--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'],
  ];
}
