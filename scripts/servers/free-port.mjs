import { createServer } from 'node:net';

/**
 * `preferred` if nobody listens on it on the loopback, else a port the system picked.
 * @param {number} [preferred]
 */
export async function freePort(preferred) {
  if (preferred && (await isFree(preferred))) return preferred;
  return await listenOnce(0);
}

/**
 * True if this process could listen on `host:port` now.
 * @param {number} port
 */
export async function isFree(port, host = '127.0.0.1') {
  try {
    await listenOnce(port, host);
    return true;
  } catch {
    return false;
  }
}

/** @param {number} port @returns {Promise<number>} */
function listenOnce(port, host = '127.0.0.1') {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const { port: chosen } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(chosen));
    });
  });
}
