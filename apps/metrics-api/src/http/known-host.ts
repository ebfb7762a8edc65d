import { isLoopback } from '@kanban/service';
import type { MiddlewareHandler } from 'hono';
import { Refused } from '../answer/problems.ts';

/**
 * Answers only requests whose Host is this machine or the given address. It protects a service without tokens from DNS rebinding:
 * an attacker's name that resolves to 127.0.0.1 has the same origin as the service, so CORS does not stop it; but its page cannot
 * change the Host that the browser sends.
 */
export function knownHost(apiUrl: string | undefined): MiddlewareHandler {
  const known = apiUrl === undefined ? undefined : new URL(apiUrl).hostname;
  return async (c, next) => {
    const { hostname } = new URL(c.req.url);
    if (!isLoopback(hostname.replace(/^\[|\]$/g, '')) && hostname !== known) {
      throw new Refused('unknown-host', {
        detail: 'Without access tokens this service answers only requests to this machine.',
        allowed: 'localhost, 127.0.0.1, or the host of the API_URL that the service was started with',
      });
    }
    await next();
  };
}
