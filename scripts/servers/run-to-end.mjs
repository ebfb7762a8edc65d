import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { dieWithParent } from './launch.mjs';

/**
 * Runs a command with `input` on its standard input. Throws with what it printed if it fails.
 * @param {readonly string[]} command
 */
export async function runToEnd(command, { input = '' } = {}) {
  const [file = '', ...args] = [...dieWithParent(), ...command];
  const child = spawn(file, args, { stdio: ['pipe', 'ignore', 'pipe'] });
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  // A command that ends without reading all of its input is judged by its exit code.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [result, output] = await Promise.all([ended, text(child.stderr)]);
  if (result !== 0) throw new Error(`${command.join(' ')} failed (${result}):\n${output.trimEnd()}`);
}
