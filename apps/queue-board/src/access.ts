import { tokenCheck } from '@kanban/service';
import type { MiddlewareHandler } from 'hono';

/**
 * Requires one of the tokens: as a bearer token, or as the password of a browser's login (with any user name), because
 * browsers send no bearer token by themselves.
 */
export function tokenNeeded(tokens: readonly string[]): MiddlewareHandler {
  const isKnown = tokenCheck(tokens);
  return async (c, next) => {
    if (!isKnown(tokenOf(c.req.header('Authorization') ?? ''))) {
      c.header(
        'WWW-Authenticate',
        'Basic realm="Kanban Flow queues: an access token as the password", charset="UTF-8"',
      );
      return c.text('An access token is needed.\n', 401);
    }
    return next();
  };
}

function tokenOf(authorization: string): string {
  const [, scheme, given = ''] = /^(Bearer|Basic) +([^ ]+) *$/i.exec(authorization) ?? [];
  if (scheme?.toLowerCase() !== 'basic') return given;
  const login = Buffer.from(given, 'base64').toString();
  return login.slice(login.indexOf(':') + 1);
}

/** Allows reading only: requests that would change a queue are refused before Bull Board sees them. */
export function readOnly(): MiddlewareHandler {
  return async (c, next) => {
    if (!['GET', 'HEAD'].includes(c.req.method)) {
      return c.json({ error: 'This board is read-only: QUEUE_BOARD_WRITABLE is not true.' }, 405);
    }
    return next();
  };
}

/**
 * A page of another site must not press buttons with the browser's login. Browsers say where a request comes from in
 * Sec-Fetch-Site, older ones for what changes something in Origin; a change by a login (Basic) that neither of them vouches for
 * is refused. Programs send a bearer token, which no page of another site has.
 */
export function sameOrigin(): MiddlewareHandler {
  return async (c, next) => {
    const site = c.req.header('Sec-Fetch-Site');
    const origin = c.req.header('Origin');
    const isForeign =
      (site !== undefined && !['same-origin', 'none'].includes(site)) ||
      (origin !== undefined && !isOf(origin, c.req.header('Host')));
    const changes = !['GET', 'HEAD'].includes(c.req.method);
    const isLogin = /^Basic /i.test(c.req.header('Authorization') ?? '');
    const isVouchedFor = site !== undefined || origin !== undefined;
    if (isForeign || (changes && isLogin && !isVouchedFor)) {
      return c.text('Requests from other sites are refused.\n', 403);
    }
    return next();
  };
}

function isOf(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}
