import { setTimeout as pause } from 'node:timers/promises';
import { watchHealth } from './watch-health.mjs';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** A child that ran this long has recovered: its next end is a new story. */
const STEADY_MS = 60_000;

/**
 * @import { Ended, Launched } from '../servers/launch.mjs'
 *
 * @typedef {object} Watched
 * @property {string} name
 * @property {Launched} child
 * @property {() => Promise<Launched>} start
 * @property {(line: string) => void} log
 * @property {AbortSignal} signal Ends the watch.
 * @property {string | undefined} [health] An address: silence there counts as an end too.
 * @property {number} [everyMs]
 * @property {number} [patienceMs]
 */

/**
 * Starts `child` again with `start()` whenever it ends, waiting longer each time, and says so. A start
 * that fails counts as one more end.
 * @param {Watched} options
 */
export async function supervise({ name, child, start, log, signal, health, ...patience }) {
  let exited = child.exited;
  let pauseMs = FIRST_PAUSE_MS;
  let startedAt = Date.now();
  for (;;) {
    const endWatch =
      health && child.running() ? watchHealth({ name, url: health, child, log, ...patience }) : undefined;
    const end = await exited;
    endWatch?.();
    if (signal.aborted) return;
    if (Date.now() - startedAt > STEADY_MS) pauseMs = FIRST_PAUSE_MS;
    log(`${name} ${howItEnded(end)}; starting it again in ${pauseMs / 1000} s.`);
    try {
      await pause(pauseMs, undefined, { signal });
      startedAt = Date.now();
      child = await start();
      exited = child.exited;
    } catch (error) {
      if (signal.aborted) return;
      log(error.message);
      exited = Promise.resolve({ code: 1, signal: null });
    }
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}

/**
 * What ended a child, in words. Servers and apps run until they are told to stop: code 0 is how they end after a signal
 * they obey (SIGTERM, SIGINT, SIGHUP), which was not ours, and which the system names only where it killed.
 * @param {Ended} end
 */
export function howItEnded({ code, signal }) {
  if (signal) return `was ended by ${signal}`;
  if (code === 0) return 'was told to stop by someone else (SIGTERM or the like) and did so in good order';
  return `ended with code ${code}`;
}
