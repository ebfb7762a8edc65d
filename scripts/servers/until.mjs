import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again until the answer is truthy, and returns it. After `withinMs` it throws an error that says `what` was awaited.
 * @template T
 * @param {() => T | Promise<T>} ask
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(ask, withinMs = 20_000, everyMs = 20, what = String(ask)) {
  /** @type {T | undefined} */
  let answer;
  const isThere = async () => {
    answer = await ask();
    return answer;
  };
  if (await isSoon(isThere, withinMs, everyMs)) return /** @type {NonNullable<T>} */ (answer);
  throw new Error(`Not within ${withinMs} ms: ${what}`);
}

/**
 * Resolves to true as soon as `condition` does, to false after `timeoutMs`.
 * @param {() => unknown} condition
 * @param {number} timeoutMs
 */
export async function isSoon(condition, timeoutMs, intervalMs = 25) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    if (await condition()) return true;
    if (Date.now() >= deadline) return false;
    await pause(intervalMs);
  }
}

/**
 * The first bytes a server sends at `host:port` (after `request`, if given), or undefined.
 * @param {number} port
 * @param {{ request?: string, host?: string }} [options]
 * @returns {Promise<Buffer | undefined>}
 */
export function firstBytes(port, { request, host = '127.0.0.1' } = {}) {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    /** @param {Buffer} [answer] */
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1000, () => end(undefined));
    socket.once('connect', () => request && socket.write(request));
    socket.once('data', end);
    socket.once('error', () => end(undefined));
    socket.once('close', () => resolve(undefined));
  });
}
