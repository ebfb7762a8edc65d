import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/**
 * A proxy that passes an answer on only when all of it is there, as nginx does unless the answer says `X-Accel-Buffering: no`;
 * `isDeaf`: it does so whatever the answer says.
 */
export async function holdingProxy(target: string, isDeaf: boolean): Promise<{ url: string; close(): void }> {
  const { hostname, port } = new URL(target);
  const server = createServer((asked, answer) => {
    const passed = request({ hostname, port, path: asked.url, headers: asked.headers }, async (given) => {
      const isPassedAtOnce = given.headers['x-accel-buffering'] === 'no' && !isDeaf;
      const body = isPassedAtOnce ? given : await buffer(given).catch(() => Buffer.alloc(0));
      answer.writeHead(given.statusCode ?? 502, given.headers);
      if (body === given) given.pipe(answer);
      else answer.end(body);
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
