import type { Server } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import type { MiddlewareHandler } from 'hono';
import type { Logger } from 'pino';
import type { AppEnv } from '../deps.ts';

const ID = 'x-request-id';

/** Puts the request's id on the answer itself. Hono writes its headers in one piece, where `getHeader` does not find them. */
export function nameAnswers(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const { outgoing } = (c.env ?? {}) as Partial<HttpBindings>;
    outgoing?.setHeader(ID, c.get('requestId'));
    await next();
  };
}

/**
 * Ends answers that take longer than this, however slowly their clients read: a streamed one holds a connection to the database
 * until then, and a snapshot there. The client sees the transfer break off, never an end as if the answer were whole.
 * What is told of changes goes on for as long as it is read.
 */
export function limitAnswers(server: Server, withinMs: number, log: Logger): void {
  server.on('request', ({ url }, response) => {
    if (url?.startsWith('/v1/changes/stream')) return;
    const overdue = setTimeout(() => {
      const requestId = response.getHeader(ID);
      log.warn({ requestId, withinMs }, 'an answer was broken off: it was not read in time');
      response.destroy();
    }, withinMs);
    overdue.unref();
    response.once('close', () => clearTimeout(overdue));
  });
}
