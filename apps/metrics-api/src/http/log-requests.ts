import { isParameter } from '@kanban/api/contracts';
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Logger } from 'pino';
import type { AppEnv } from '../deps.ts';
import type { Measurements } from '../measurements.ts';

const LOGGED_CHARACTERS = 300;

/** One line and one measurement a request. Headers are not logged: one of them is the token. */
export function logRequests(log: Logger, { requestSeconds }: Measurements): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const startedAt = performance.now();
    await next();
    const durationMs = performance.now() - startedAt;
    const { method, path } = c.req;
    const { status } = c.res;
    // Of paths that are not ours there are endlessly many: they share one label.
    const route = status === 404 && !path.startsWith('/v1/') ? 'unknown' : routePath(c, -1);
    requestSeconds.observe({ route, method, status: String(status) }, durationMs / 1000);
    const url = new URL(c.req.url);
    log.info(
      {
        requestId: c.get('requestId'),
        method,
        path: withoutSecret(path).slice(0, LOGGED_CHARACTERS),
        query: queryToLog(url, status).slice(0, LOGGED_CHARACTERS),
        status,
        durationMs: Math.round(durationMs * 10) / 10,
      },
      'answered',
    );
  };
}

/**
 * Of parameters only our names where one is not ours: people put tokens there, with a name or as one. What was answered with
 * success, or broke down behind the check of the parameters, had no others.
 */
function queryToLog({ pathname, search, searchParams }: URL, status: number): string {
  const isChecked = pathname.startsWith('/v1/') && (status < 400 || status >= 500);
  if (isChecked || search === '') return search;
  const names = [...searchParams.keys()].map((name) => (isParameter(name) ? `${name}=…` : '…'));
  return `?${[...new Set(names)].join('&')}`;
}

/** The links to unsubscribe are as good as a signature. */
function withoutSecret(path: string): string {
  return path.replace(/^(\/+unsubscribe\/).*/i, '$1…');
}
