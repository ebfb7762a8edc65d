import { spawn } from 'node:child_process';
import { ROOT } from './paths.mjs';
import { dieWithParent } from './servers/launch.mjs';

const running = new Set();

/**
 * Runs a command in the checkout and resolves to its exit code (128 + 15 if a signal ended it).
 * quiet: its output is shown only when it fails.
 */
export function run(command, { env, quiet = false } = {}) {
  return new Promise((resolve) => {
    const [file, ...args] = [...dieWithParent(), ...command];
    const child = spawn(file, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    running.add(child);
    const output = [];
    if (quiet)
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => output.push(part));
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

/** Ends the commands that are still running; a second time, without mercy. */
export function stopCommands(signal) {
  for (const child of running) child.kill(signal);
}
