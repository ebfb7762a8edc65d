import { setTimeout as pause } from 'node:timers/promises';
import { watchHealth } from './watch-health.mjs';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** A child that ran this long has recovered: its next end is a new story. */
const STEADY_MS = 60_000;

/**
 * Starts `child` again with `start()` whenever it ends, waiting longer each time, and says so. `signal` ends
 * the watch. A start that fails counts as one more end. `health`, an address: silence there counts as an end too.
 */
export async function supervise({ name, child, start, log, signal, health, ...patience }) {
  let pauseMs = FIRST_PAUSE_MS;
  let startedAt = Date.now();
  for (;;) {
    const endWatch =
      health && child.pid ? watchHealth({ name, url: health, child, log, ...patience }) : undefined;
    const end = await child.exited;
    endWatch?.();
    if (signal.aborted) return;
    if (Date.now() - startedAt > STEADY_MS) pauseMs = FIRST_PAUSE_MS;
    log(`${name} ${howItEnded(end)}; starting it again in ${pauseMs / 1000} s.`);
    try {
      await pause(pauseMs, undefined, { signal });
      startedAt = Date.now();
      child = await start();
    } catch (error) {
      if (signal.aborted) return;
      log(error.message);
      child = { exited: Promise.resolve({ code: 1, signal: null }) };
    }
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}

/**
 * What ended a child, in words. Servers and apps run until they are told to stop: code 0 is how they end after a signal
 * they obey (SIGTERM, SIGINT, SIGHUP), which was not ours, and which the system names only where it killed.
 */
export function howItEnded({ code, signal }) {
  if (signal) return `was ended by ${signal}`;
  if (code === 0) return 'was told to stop by someone else (SIGTERM or the like) and did so in good order';
  return `ended with code ${code}`;
}
