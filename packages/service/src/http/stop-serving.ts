import type { Server } from 'node:http';

/** Answers under way get this long, then their connections are cut. */
const FINISH_WITHIN_MS = 3_000;

/** Takes no new requests, and resolves when those under way are answered or cut. */
export async function stopServing(server: Server): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), FINISH_WITHIN_MS);
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}
