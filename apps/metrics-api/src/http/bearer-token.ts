import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { Refused } from '../answer/problems.ts';

/**
 * Lets nobody past without one of the tokens. Hashes are compared, all of them each time, so that the time taken tells
 * neither length nor content nor place of a token; a rolled token can be accepted beside its successor.
 */
export function bearerToken(tokens: readonly string[]): MiddlewareHandler {
  const digests = tokens.map(digest);
  return async (c, next) => {
    const given = /^Bearer +([^ ]+) *$/i.exec(c.req.header('Authorization') ?? '')?.[1] ?? '';
    const givenDigest = digest(given);
    const matches = digests.filter((known) => timingSafeEqual(known, givenDigest)).length;
    if (given === '' || matches === 0) {
      c.header('WWW-Authenticate', 'Bearer realm="Kanban Flow"');
      throw new Refused('token-needed', {
        detail: given === '' ? 'This service needs an access token.' : 'This access token is not valid.',
        allowed: 'the header Authorization: Bearer <token>, with a token the service was started with',
      });
    }
    await next();
  };
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
