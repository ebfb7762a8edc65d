import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';

/**
 * Lets pages of the origins given read the API. None by default: a board on somebody's own machine is not for every page
 * that is open in their browser.
 */
export function crossOrigin(origins: readonly string[]): MiddlewareHandler {
  return cors({
    origin: origins.includes('*') ? '*' : [...origins],
    allowMethods: ['GET', 'HEAD'],
    allowHeaders: ['Authorization', 'If-None-Match'],
    exposeHeaders: ['ETag', 'Content-Disposition', 'Retry-After', 'X-Request-Id'],
    maxAge: 600,
  });
}
