import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Registry } from 'prom-client';

/** Serves /metrics and /health/live on the loopback. Live means that jobs are being taken. */
export async function serveMonitoring(
  port: number,
  registry: Registry,
  isLive: () => boolean,
): Promise<Server> {
  const server = createServer(async (request, response) => {
    if (request.url === '/health/live') {
      response.writeHead(isLive() ? 200 : 503, { 'content-type': 'text/plain' });
      response.end(isLive() ? 'live\n' : 'stuck\n');
    } else if (request.url === '/metrics') {
      try {
        const text = await registry.metrics();
        response.writeHead(200, { 'content-type': registry.contentType });
        response.end(text);
      } catch {
        response.writeHead(503).end('The numbers could not be read.\n');
      }
    } else {
      response.writeHead(404).end();
    }
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
