import { tokenCheck } from '@kanban/service';
import { bearerOf } from '@kanban/service/http';
import type { MiddlewareHandler } from 'hono';
import { Refused } from '../answer/problems.ts';
import type { Connections } from '../connections.ts';
import type { Deps } from '../deps.ts';
import { isOpen, sessionIdOf } from './session.ts';

/** Whether who reads must be somebody, by a token or by a session. */
export function isClosed({ tokens, peopleSignIn }: Pick<Deps, 'tokens' | 'peopleSignIn'>): boolean {
  return tokens.length > 0 || peopleSignIn === true;
}

/** Lets nobody past without one of the tokens; or, where the connections are given, a session of the board API. */
export function bearerToken(
  tokens: readonly string[],
  connections?: Pick<Connections, 'db'>,
): MiddlewareHandler {
  const isKnown = tokenCheck(tokens);
  return async (c, next) => {
    const given = bearerOf(c.req.header('Authorization'));
    const id = given === '' && connections ? sessionIdOf(c) : undefined;
    const isSignedIn = connections !== undefined && id !== undefined && (await isOpen(connections, id));
    if (!isSignedIn && !isKnown(given)) {
      c.header('WWW-Authenticate', 'Bearer realm="Kanban Flow"');
      throw new Refused('token-needed', {
        detail: given === '' ? 'This service needs an access token.' : 'This access token is not valid.',
        allowed: 'the header Authorization: Bearer <token>, with a token the service was started with',
      });
    }
    await next();
  };
}
