/** @import { Launched } from '../servers/launch.mjs' */

/** The interval of the liveness requests, and how long a child may be silent. */
const EVERY_MS = 5_000;
const PATIENCE_MS = 30_000;

/**
 * Kills `child` when its liveness address `url` has been silent for `patienceMs`, because a process that hangs never ends by itself.
 * The caller that waits for its end starts it again. Returns a function that ends the watch.
 *
 * @param {object} options
 * @param {string} options.name
 * @param {string} options.url
 * @param {Launched} options.child
 * @param {(line: string) => void} options.log
 * @param {number} [options.everyMs]
 * @param {number} [options.patienceMs]
 */
export function watchHealth({ name, url, child, log, everyMs = EVERY_MS, patienceMs = PATIENCE_MS }) {
  let liveAt = Date.now();
  const timer = setInterval(async () => {
    if (await isLive(url, everyMs)) liveAt = Date.now();
    else if (Date.now() - liveAt > patienceMs && child.pid && child.running()) {
      liveAt = Date.now();
      log(`${name} has been silent for ${patienceMs / 1000} s and is killed.`);
      process.kill(child.pid, 'SIGKILL');
    }
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** @param {string} url @param {number} withinMs */
async function isLive(url, withinMs) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(withinMs) })).ok;
  } catch {
    return false;
  }
}
