import { tokenCheck } from '@kanban/service';
import type { Context, MiddlewareHandler } from 'hono';
import type { Logger } from 'pino';
import { Refused } from '../../answer/problems.ts';
import type { AppEnv } from '../../app-env.ts';
import { type Database, inTime } from '../../in-time.ts';
import { loadPerson } from '../../people/person.ts';
import type { SignIn } from '../sign-in.ts';
import { readHeaderText } from './header-text.ts';
import { type HeaderSettings, isTrusted, SECRET_HEADER } from './settings.ts';

/** The user whom a trusted proxy names in a header of each request. */
export function headerSignIn(database: Database, settings: HeaderSettings, log: Logger): SignIn {
  return {
    kind: 'header',
    guard: onlyFromProxies(settings, log),
    isReadingFree: false,
    signInAddress: null,
    async identify(c) {
      const name = userOf(c, settings);
      if (name === undefined) return undefined;
      return inTime(database, (connection) => loadPerson(connection, name));
    },
  };
}

/**
 * A header that names the user counts only from a proxy that is trusted, once, and beside no look-alike that some server in front
 * may take for the same. Anything else is refused and logged, and never taken for nobody.
 */
function onlyFromProxies(
  { userHeader, trustedProxies, secret }: HeaderSettings,
  log: Logger,
): MiddlewareHandler<AppEnv> {
  const isSecret = tokenCheck(secret === undefined ? [] : [secret]);
  return async (c, next) => {
    const { headersDistinct, peer } = received(c);
    const refuse = (why: string) => {
      log.warn({ requestId: c.get('requestId'), peer, why }, 'refused a request that names a user');
      throw new Refused('ambiguous-identity', {
        detail: `${why}.`,
        allowed: `${userHeader}, once, from a trusted proxy`,
      });
    };
    for (const ours of [userHeader, SECRET_HEADER]) {
      const alike = Object.keys(headersDistinct).find(
        (name) => name !== ours && name.replaceAll('_', '-') === ours,
      );
      if (alike !== undefined) refuse(`The header ${alike} looks like ${ours}`);
      if ((headersDistinct[ours]?.length ?? 0) > 1) refuse(`The header ${ours} is given twice`);
    }
    if (headersDistinct[userHeader] !== undefined) {
      if (!isTrusted(trustedProxies, peer))
        refuse(`The header ${userHeader} does not come from a trusted proxy`);
      if (secret !== undefined && !isSecret(headersDistinct[SECRET_HEADER]?.[0] ?? '')) {
        refuse(`The header ${userHeader} comes without the secret of the proxy`);
      }
      if (userOf(c, { userHeader }) === undefined) refuse(`The header ${userHeader} holds no name`);
    }
    await next();
  };
}

function userOf(c: Context<AppEnv>, { userHeader }: Pick<HeaderSettings, 'userHeader'>): string | undefined {
  const given = received(c).headersDistinct[userHeader]?.[0];
  return given === undefined ? undefined : readHeaderText(given);
}

/** As the socket has it: what came twice is there twice, and the peer is who connected. */
function received(c: Context<AppEnv>) {
  const incoming = c.env.incoming;
  if (!incoming) throw new Error('SIGN_IN=header needs a socket');
  return { headersDistinct: incoming.headersDistinct, peer: incoming.socket.remoteAddress };
}
