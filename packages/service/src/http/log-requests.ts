import type { Context, MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Logger } from 'pino';
import type { Histogram } from 'prom-client';

export const LOGGED_CHARACTERS = 300;

/**
 * One line and one measurement a request. Neither headers nor queries are logged: they may hold secrets. `more`: what a service
 * adds, or says otherwise.
 */
export function logRequests(
  log: Logger,
  requestSeconds: Histogram<'route' | 'method' | 'status'>,
  more: (c: Context) => Readonly<Record<string, string | undefined>>,
): MiddlewareHandler {
  return async (c, next) => {
    const startedAt = performance.now();
    await next();
    const durationMs = performance.now() - startedAt;
    const { method, path } = c.req;
    const { status } = c.res;
    // Of paths that are not ours there are endlessly many: they share one label.
    const route = status === 404 && !path.startsWith('/v1/') ? 'unknown' : routePath(c, -1);
    requestSeconds.observe({ route, method, status: String(status) }, durationMs / 1000);
    log.info(
      {
        requestId: c.get('requestId'),
        method,
        path: path.slice(0, LOGGED_CHARACTERS),
        ...more(c),
        status,
        durationMs: Math.round(durationMs * 10) / 10,
      },
      'answered',
    );
  };
}
