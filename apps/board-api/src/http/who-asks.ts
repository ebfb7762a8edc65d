import { bearerOf } from '@kanban/service/http';
import type { MiddlewareHandler } from 'hono';
import { Refused } from '../answer/problems.ts';
import type { AppEnv } from '../app-env.ts';
import type { Deps } from '../deps.ts';
import { inTime } from '../in-time.ts';
import { loadPerson } from '../people/person.ts';
import { memberOfToken } from '../sign-in/member-tokens.ts';

/** Finds out who asks, by a token or by the way people sign in. A token that is none of ours is refused, whatever else came. */
export function whoAsks(deps: Deps): MiddlewareHandler<AppEnv> {
  const { config, signIn } = deps;
  const memberOf = memberOfToken(config.tokens);
  return async (c, next) => {
    const authorization = c.req.header('Authorization');
    if (authorization === undefined) {
      c.set('isProgram', false);
      c.set('person', await signIn.identify(c));
    } else {
      const member = memberOf(bearerOf(authorization));
      if (member === undefined) {
        c.header('WWW-Authenticate', 'Bearer realm="Kanban Flow"');
        throw new Refused('sign-in-needed', {
          detail: 'This access token is not valid here.',
          allowed: 'Authorization: Bearer <token>, with one of the BOARD_TOKENS',
        });
      }
      c.set('isProgram', true);
      c.set('person', await inTime(deps, (connection) => loadPerson(connection, member)));
    }
    await next();
  };
}

/** Without it nobody reads who did not sign in. */
export function readersOnly({ signIn }: Deps): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (!signIn.isReadingFree && c.get('person') === undefined && c.req.path !== '/v1/session') {
      throw new Refused('sign-in-needed', {
        detail: 'Nobody is signed in.',
        allowed: 'a session, as /v1/session describes, or a token',
      });
    }
    await next();
  };
}
