import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findBinary } from './find-binary.mjs';
import { writePidFile } from './pid-file.mjs';

/**
 * @typedef {object} Ended
 * @property {number | null} code
 * @property {string | null} signal
 * @property {Error} [error] Why it could not be run.
 *
 * @typedef {object} LaunchOptions
 * @property {string} name
 * @property {readonly string[]} command
 * @property {NodeJS.ProcessEnv | undefined} [env] Else that of this process.
 * @property {string} [cwd]
 * @property {string} runDir
 * @property {string} [logFile] Where its output goes.
 * @property {(line: string) => void} [onLine] Told its output line by line, where there is no `logFile`.
 * @property {NodeJS.Signals} [stopSignal]
 *
 * @typedef {object} Launched
 * @property {string} name
 * @property {number | undefined} pid Undefined: it could not be run.
 * @property {Promise<Ended>} exited Resolves when it ended, however.
 * @property {() => boolean} running
 * @property {(deadlineMs?: number) => Promise<Ended>} stop SIGTERM, and SIGKILL after the deadline.
 */

/** @type {Set<Launched>} */
const live = new Set();
let closed = false;

/** From now on nothing is launched any more, and the children it is about are `liveChildren()`. */
export function closeLaunching() {
  closed = true;
}

/** All that were launched and have not ended. */
export function liveChildren() {
  return [...live];
}

/**
 * Starts a process that must not outlive this one.
 *
 * It gets a process group of its own, so that Ctrl-C in the terminal reaches only this script, which then
 * stops everything in order. If this script is killed hard, Linux itself stops the child (`setpriv`); where
 * that does not exist, the pid file in `runDir` lets the next run find it. Throws once everything is being stopped.
 * @param {LaunchOptions} options
 * @returns {Launched}
 */
export function launch({ name, command, env, cwd, runDir, logFile, onLine, stopSignal = 'SIGTERM' }) {
  if (closed) throw new Error(`${name} was not started: everything is being stopped.`);
  mkdirSync(runDir, { recursive: true });
  if (logFile) mkdirSync(dirname(logFile), { recursive: true });
  const output = logFile ? openSync(logFile, 'w') : 'pipe';
  const [file = '', ...args] = [...dieWithParent(), ...command];
  const child = spawn(file, args, {
    cwd,
    env: env ?? process.env,
    detached: true,
    stdio: ['ignore', output, output],
  });
  if (output !== 'pipe') closeSync(output);
  const pidFile = join(runDir, `${name}.pid`);
  if (child.pid) writePidFile(pidFile, child.pid);
  if (onLine) for (const stream of [child.stdout, child.stderr]) forEachLine(stream, onLine);

  let over = false;
  /** @type {Promise<Ended>} */
  const exited = new Promise((resolve) => {
    /** @param {Ended} result */
    const end = (result) => {
      over = true;
      live.delete(handle);
      rmSync(pidFile, { force: true });
      resolve(result);
    };
    child.once('error', (error) => end({ code: 127, signal: null, error }));
    child.once('exit', (code, signal) => end({ code, signal }));
  });

  async function stop(deadlineMs = 8_000) {
    if (over) return await exited;
    child.kill(stopSignal);
    const timer = setTimeout(() => child.kill('SIGKILL'), deadlineMs);
    const result = await exited;
    clearTimeout(timer);
    return result;
  }
  const handle = { name, pid: child.pid, exited, running: () => !over, stop };
  live.add(handle);
  return handle;
}

/** @type {string[] | undefined} */
let guard;

/** A prefix for a command line that ends the command when this process ends, where the system can do that. */
export function dieWithParent() {
  if (guard) return guard;
  const setpriv = process.platform === 'linux' ? findBinary('setpriv') : undefined;
  const prefix = setpriv ? [setpriv, '--pdeathsig', 'TERM', '--'] : [];
  // Busybox has a setpriv without this option.
  guard = setpriv && spawnSync(setpriv, [...prefix.slice(1), 'true']).status === 0 ? prefix : [];
  return guard;
}

/** @param {import('node:stream').Readable | null} stream @param {(line: string) => void} onLine */
function forEachLine(stream, onLine) {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  stream?.on('end', () => rest && onLine(rest));
}

/**
 * The last lines of a log file, for an error message.
 * @param {string} logFile
 */
export function tailOf(logFile, lines = 15) {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}
