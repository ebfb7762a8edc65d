import type { Context, MiddlewareHandler } from 'hono';
import { Refused } from '../answer/problems.ts';
import type { AppEnv } from '../app-env.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * No page of another site may write with a person's session, nor make the database try moves. Browsers say in Sec-Fetch-Site and
 * Origin where a request comes from; a write that says neither needs a token, which no page has. Runs after the token was looked at.
 */
export function sameOrigin(publicUrl: string | undefined): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const site = c.req.header('Sec-Fetch-Site');
    const origin = c.req.header('Origin');
    const isWrite = !SAFE.has(c.req.method);
    const isForeign = site !== undefined && site !== 'same-origin' && (isWrite || site !== 'none');
    const isForeignWrite = isWrite && origin !== undefined && origin !== ownOrigin(c, publicUrl);
    const isVouchedFor = !isWrite || site !== undefined || origin !== undefined || c.get('isProgram');
    if (isForeign || isForeignWrite || !isVouchedFor) {
      throw new Refused('forged-request', {
        detail: 'This request does not come from the pages of this board.',
        allowed: `requests of pages at ${ownOrigin(c, publicUrl)}, or programs with a token`,
      });
    }
    if (isWrite && !/^application\/json(?:\s*;|$)/i.test(c.req.header('Content-Type') ?? '')) {
      throw new Refused('not-json', {
        detail: 'The body is not JSON.',
        allowed: 'Content-Type: application/json',
      });
    }
    await next();
  };
}

/** Without PUBLIC_URL there is only the loopback, whose Host was checked. */
function ownOrigin(c: Context<AppEnv>, publicUrl: string | undefined): string {
  return publicUrl ?? `http://${c.req.header('Host') ?? ''}`;
}
