import { isIP } from 'node:net';
import type { MiddlewareHandler } from 'hono';
import { Refused } from '../../answer/problems.ts';
import type { AppEnv } from '../../app-env.ts';
import type { Database } from '../../in-time.ts';
import { readSessionId } from '../../sessions/session-cookie.ts';
import { loadSession } from '../../sessions/sessions.ts';
import type { SignIn } from '../sign-in.ts';

/** What proxies add. Behind one the loopback is not the person's own machine any more. */
const OF_PROXIES = /^(?:forwarded|x-forwarded-.*|x-real-ip)$/;
const HERE = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The name that a person types once, on their own machine. */
export function localSignIn(database: Database, publicUrl: string | undefined): SignIn {
  const isSecure = publicUrl?.startsWith('https:') ?? false;
  return {
    kind: 'local',
    guard: ownMachine(publicUrl),
    isReadingFree: true,
    signInAddress: null,
    async identify(c) {
      const id = readSessionId(c, isSecure);
      return id === undefined ? undefined : await loadSession(database, id);
    },
  };
}

/**
 * Refuses what does not come from this machine alone: requests for another host, as a page does whose name was rebound to
 * 127.0.0.1, and requests that a proxy passed on.
 */
function ownMachine(publicUrl: string | undefined): MiddlewareHandler<AppEnv> {
  const known = publicUrl === undefined ? undefined : new URL(publicUrl).hostname;
  return async (c, next) => {
    if (Object.keys(c.req.header()).some((name) => OF_PROXIES.test(name))) {
      throw new Refused('behind-a-proxy', {
        detail: 'You are behind a proxy: set SIGN_IN.',
        allowed: 'SIGN_IN=header or SIGN_IN=oidc; SIGN_IN=local is for the machine of the person alone',
      });
    }
    const hostname = hostnameOf(c.req.header('Host') ?? '');
    if (hostname === undefined || (!HERE.has(hostname) && hostname !== known)) {
      throw new Refused('unknown-host', {
        detail: 'SIGN_IN=local answers requests to this machine only.',
        allowed: 'localhost, 127.0.0.1, [::1], or the host of PUBLIC_URL',
      });
    }
    await next();
  };
}

function hostnameOf(host: string): string | undefined {
  if (!/^(?:[a-z\d.-]+|\[[\da-f:]+\])(?::\d{1,5})?$/i.test(host)) return undefined;
  const { hostname } = new URL(`http://${host}`);
  // 127.1 and 0x7f000001 are no names that we know, though URL turns them into one.
  const isWritten = isIP(hostname) !== 4 || host.split(':')[0] === hostname;
  return isWritten ? hostname : undefined;
}
