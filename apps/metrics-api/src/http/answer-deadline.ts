import type { Server } from 'node:http';
import type { Logger } from 'pino';

/**
 * Ends answers that take longer than this, however slowly their clients read: a streamed one holds a connection to the database
 * until then, and a snapshot there. The client sees the transfer break off, never an end as if the answer were whole.
 * What is told of changes goes on for as long as it is read.
 */
export function limitAnswers(server: Server, withinMs: number, log: Logger): void {
  server.on('request', ({ url }, response) => {
    if (url?.startsWith('/v1/changes/stream')) return;
    const overdue = setTimeout(() => {
      const requestId = response.getHeader('x-request-id');
      log.warn({ requestId, withinMs }, 'an answer was broken off: it was not read in time');
      response.destroy();
    }, withinMs);
    overdue.unref();
    response.once('close', () => clearTimeout(overdue));
  });
}
