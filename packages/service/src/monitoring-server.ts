import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Registry } from 'prom-client';
import { BadConfig } from './settings.ts';

/**
 * Serves /metrics and /health/live on the loopback, on METRICS_PORT. The service decides what live means; false should
 * mean that a restart does no harm. Metrics that cannot be read give a 503 `unreadable`. Throws BadConfig if the port
 * is in use.
 */
export async function serveMonitoring(
  port: number,
  registry: Registry,
  isLive: () => boolean,
  unreadable = 'The numbers could not be read.',
): Promise<Server> {
  const server = createServer(async (request, response) => {
    if (request.url === '/health/live') {
      const live = isLive();
      response.writeHead(live ? 200 : 503, { 'content-type': 'text/plain' });
      response.end(live ? 'live\n' : 'stuck\n');
    } else if (request.url === '/metrics') {
      try {
        const text = await registry.metrics();
        response.writeHead(200, { 'content-type': registry.contentType });
        response.end(text);
      } catch {
        response.writeHead(503).end(`${unreadable}\n`);
      }
    } else {
      response.writeHead(404).end();
    }
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new BadConfig('METRICS_PORT is taken by another program') : error;
  });
  return server;
}
