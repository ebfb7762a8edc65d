import { spawn } from 'node:child_process';
import { ROOT } from './paths.mjs';
import { dieWithParent } from './servers/launch.mjs';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * Runs a command in the checkout and resolves to its exit code (128 + 15 if a signal ended it).
 *
 * @param {readonly string[]} command
 * @param {{ env?: NodeJS.ProcessEnv, quiet?: boolean }} [options] `quiet`: its output is shown only when it fails.
 * @returns {Promise<number>}
 */
export function run(command, { env, quiet = false } = {}) {
  return new Promise((resolve) => {
    const [file = '', ...args] = [...dieWithParent(), ...command];
    const child = spawn(file, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    running.add(child);
    /** @type {Buffer[]} */
    const output = [];
    if (quiet)
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => output.push(part));
    /** @param {number} code */
    const end = (code) => {
      running.delete(child);
      if (code !== 0 && output.length > 0) process.stderr.write(Buffer.concat(output));
      resolve(code);
    };
    child.once('error', (error) => {
      console.error(`${command[0]} could not be run: ${error.message}`);
      end(127);
    });
    child.once('close', (code) => end(code ?? 143));
  });
}

/**
 * Ends the commands that are still running; a second time, without mercy.
 * @param {NodeJS.Signals} signal
 */
export function stopCommands(signal) {
  for (const child of running) child.kill(signal);
}
