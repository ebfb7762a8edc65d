import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSoon } from './until.mjs';

/**
 * A process is named by its id and the time it started: ids are used again, so that a number read from an
 * old file may by now belong to somebody else's process, which must not be stopped.
 * @param {number} pid
 */
function startOf(pid) {
  try {
    if (existsSync('/proc/self/stat')) {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      // A zombie is over; it only waits for its parent to look.
      return fields[0] === 'Z' ? undefined : fields[19];
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} file @param {number} pid */
export function writePidFile(file, pid) {
  writeFileSync(file, `${pid} ${startOf(pid) ?? ''}\n`);
}

/**
 * The id of the live process that wrote or was written into `file`, else undefined.
 * @param {string} file
 */
export function livePid(file) {
  try {
    const [, pid, start] = /^(\d+) (.+)\n$/.exec(readFileSync(file, 'utf8')) ?? [];
    return pid && startOf(Number(pid)) === start ? Number(pid) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Stops what a killed run left behind, by the pid files in `folder`: SIGTERM, ten seconds, SIGKILL.
 * Resolves when all are gone. `except` names a file to leave alone.
 * @param {string} folder
 * @param {{ log: (line: string) => void, except?: string }} options
 */
export async function stopLeftovers(folder, { log, except }) {
  if (!existsSync(folder)) return;
  const files = readdirSync(folder).filter((name) => name.endsWith('.pid') && name !== except);
  await Promise.all(
    files.map(async (name) => {
      const file = join(folder, name);
      const pid = livePid(file);
      if (pid) {
        log(`An earlier run left ${name.replace('.pid', '')} behind (process ${pid}); stopping it first.`);
        signal(pid, 'SIGTERM');
        const gone = () => livePid(file) === undefined;
        if (!(await isSoon(gone, 10_000))) {
          signal(pid, 'SIGKILL');
          await isSoon(gone, 5_000);
        }
      }
      rmSync(file, { force: true });
    }),
  );
}

/** @param {number} pid @param {NodeJS.Signals} name */
function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself between the look and the signal.
  }
}
