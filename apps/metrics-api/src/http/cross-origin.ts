import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { AS_OF_HEADER } from '../answer/as-of-header.ts';

/** Methods of every path, including OPTIONS, which only browsers use. */
export const ALLOW = 'GET, HEAD, OPTIONS';

/**
 * Lets pages of the given origins read the API. None by default, because otherwise every page open in a browser could
 * read the board of its user. OPTIONS lists the methods to every origin.
 */
export function crossOrigin(origins: readonly string[]): MiddlewareHandler {
  const answer = cors({
    origin: origins.includes('*') ? '*' : [...origins],
    allowMethods: ['GET', 'HEAD'],
    allowHeaders: ['Authorization', 'If-None-Match'],
    exposeHeaders: ['ETag', 'Content-Disposition', 'Retry-After', 'X-Request-Id', AS_OF_HEADER],
    maxAge: 600,
  });
  return (c, next) => {
    if (c.req.method === 'OPTIONS') c.header('Allow', ALLOW);
    return answer(c, next);
  };
}
