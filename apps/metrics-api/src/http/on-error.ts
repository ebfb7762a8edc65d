import type { Context, ErrorHandler } from 'hono';
import type { Logger } from 'pino';
import { Refused, refusalFor } from '../answer/problems.ts';
import type { AppEnv } from '../deps.ts';
import { ALLOW } from './cross-origin.ts';

/** The one place where errors become answers. What was not expected is logged whole, and told only by the request's id. */
export function onError(log: Logger): ErrorHandler<AppEnv> {
  return (error, c) => {
    const refused = refusalFor(error);
    const requestId = c.get('requestId');
    if (refused.code === 'internal-error') log.error({ requestId, err: error }, 'a request failed');
    const { code, errno } = error as { code?: string; errno?: number };
    const fields = { requestId, code, errno, reason: error.message };
    if (refused.code === 'database-refuses-login') log.error(fields, 'the database refuses the login');
    if (refused.code === 'database-unavailable') {
      log.warn(fields, 'the database is away');
      c.header('Retry-After', '5');
    }
    if (refused.code === 'service-busy') {
      log.warn(fields, 'too many answers at once');
      c.header('Retry-After', '10');
    }
    return problemResponse(c, refused);
  };
}

function problemResponse(c: Context<AppEnv>, refused: Refused): Response {
  return c.body(JSON.stringify(refused.body(c.get('requestId'))), refused.status, {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
  });
}

/** Nothing is at this path, or not by this method. */
export function notFound(c: Context<AppEnv>): Response {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
    c.header('Allow', ALLOW);
    const detail = 'This service only answers questions; boards are changed in the database.';
    return problemResponse(c, new Refused('method-not-allowed', { detail, allowed: 'GET, HEAD' }));
  }
  const detail = 'Nothing is at this path.';
  return problemResponse(
    c,
    new Refused('unknown-path', { detail, allowed: 'the paths that /openapi.json lists' }),
  );
}
