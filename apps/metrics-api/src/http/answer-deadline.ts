import type { Server } from 'node:http';
import type { Logger } from 'pino';

/**
 * Ends answers that take longer than this, however slowly their clients read: a streamed one holds a connection to the database
 * until then, and a snapshot there. The client sees the transfer break off, never an end as if the answer were whole.
 */
export function limitAnswers(server: Server, withinMs: number, log: Logger): void {
  server.on('request', (_, response) => {
    const overdue = setTimeout(() => {
      const requestId = response.getHeader('x-request-id');
      log.warn({ requestId, withinMs }, 'an answer was broken off: it was not read in time');
      response.destroy();
    }, withinMs);
    overdue.unref();
    response.once('close', () => clearTimeout(overdue));
  });
}
