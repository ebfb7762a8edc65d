import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';

/** What every path answers to: OPTIONS too, though it is for browsers only. */
export const ALLOW = 'GET, HEAD, OPTIONS';

/**
 * Lets pages of the origins given read the API. None by default: a board on somebody's own machine is not for every page
 * that is open in their browser. Who asks with OPTIONS is told the methods there are, of whatever origin.
 */
export function crossOrigin(origins: readonly string[]): MiddlewareHandler {
  const answer = cors({
    origin: origins.includes('*') ? '*' : [...origins],
    allowMethods: ['GET', 'HEAD'],
    allowHeaders: ['Authorization', 'If-None-Match'],
    exposeHeaders: ['ETag', 'Content-Disposition', 'Retry-After', 'X-Request-Id'],
    maxAge: 600,
  });
  return (c, next) => {
    if (c.req.method === 'OPTIONS') c.header('Allow', ALLOW);
    return answer(c, next);
  };
}
