import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Resolves to true as soon as `condition` does, to false after `timeoutMs`.
 * @param {() => unknown} condition
 * @param {number} timeoutMs
 */
export async function until(condition, timeoutMs, intervalMs = 25) {
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
