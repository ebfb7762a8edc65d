import { tokenCheck } from '@kanban/service';
import type { MiddlewareHandler } from 'hono';
import { Refused } from '../answer/problems.ts';

/** Lets nobody past without one of the tokens. */
export function bearerToken(tokens: readonly string[]): MiddlewareHandler {
  const isKnown = tokenCheck(tokens);
  return async (c, next) => {
    const given = /^Bearer +([^ ]+) *$/i.exec(c.req.header('Authorization') ?? '')?.[1] ?? '';
    if (!isKnown(given)) {
      c.header('WWW-Authenticate', 'Bearer realm="Kanban Flow"');
      throw new Refused('token-needed', {
        detail: given === '' ? 'This service needs an access token.' : 'This access token is not valid.',
        allowed: 'the header Authorization: Bearer <token>, with a token the service was started with',
      });
    }
    await next();
  };
}
