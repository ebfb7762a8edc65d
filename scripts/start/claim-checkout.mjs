import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { livePid, stopLeftovers, writePidFile } from '../servers/pid-file.mjs';

const OWN = 'start.pid';

/**
 * Makes this process the only one that runs the checkout. Fails if another one runs it, and stops the processes that a killed one
 * left behind. Returns a function that releases the checkout.
 * @param {string} runDir
 * @param {{ log: (line: string) => void }} options
 */
export async function claimCheckout(runDir, { log }) {
  mkdirSync(runDir, { recursive: true });
  const file = join(runDir, OWN);
  const other = livePid(file);
  if (other) {
    throw new Error(`Kanban Flow runs from this folder already (process ${other}). Stop that one first.`);
  }
  writePidFile(file, process.pid);
  await stopLeftovers(runDir, { log, except: OWN });
  return () => rmSync(file, { force: true });
}
