import type { OpenAPIHono } from '@hono/zod-openapi';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import { Refused } from '../answer/problems.ts';
import type { AppEnv } from '../app-env.ts';
import type { Deps } from '../deps.ts';
import { giveSession, readSessionId } from '../sessions/session-cookie.ts';
import { beginSession } from '../sessions/sessions.ts';
import { linkPerson } from '../sign-in/oidc/link-person.ts';

const ATTEMPT_SECONDS = 600;

const attempts = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
});

/** SIGN_IN=oidc: a browser goes to the provider, and comes back with a proof of who it is. */
export function addSignIn(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  const { signIn, config, log } = deps;
  const { publicUrl } = config;
  if (signIn.provider === undefined || config.signIn.kind !== 'oidc' || publicUrl === undefined) return;
  const { provider } = signIn;
  const { requiredGroup } = config.signIn;
  const settings = config.signIn;
  const isSecure = publicUrl.startsWith('https:');
  const cookie = isSecure ? '__Host-kanban-sign-in' : 'kanban-sign-in';

  app.get('/sign-in', async (c) => {
    const returnTo = pathOf(c.req.query('returnTo'));
    const { attempt, address } = await provider.begin();
    setCookie(c, cookie, JSON.stringify({ ...attempt, returnTo }), {
      httpOnly: true,
      secure: isSecure,
      // Lax: the provider sends the browser back by a link.
      sameSite: 'Lax',
      path: '/',
      maxAge: ATTEMPT_SECONDS,
    });
    c.header('Cache-Control', 'no-store');
    return c.redirect(address);
  });

  app.get('/sign-in/callback', async (c) => {
    const attempt = attempts.safeParse(jsonOrNull(getCookie(c, cookie)));
    deleteCookie(c, cookie, { path: '/', secure: isSecure });
    c.header('Cache-Control', 'no-store');
    const again = {
      detail: 'This sign-in did not succeed or took too long.',
      allowed: '/sign-in, to begin again',
    };
    if (!attempt.success) throw new Refused('sign-in-refused', again);
    // By PUBLIC_URL: Host is what anybody says.
    const current = new URL(`${publicUrl}/sign-in/callback${new URL(c.req.url).search}`);
    const claims = await provider.finish(current, attempt.data).catch((error: Error) => {
      if (error instanceof Refused) throw error;
      log.warn({ requestId: c.get('requestId'), reason: error.message }, 'a sign-in proved nothing');
      throw new Refused('sign-in-refused', again);
    });
    if (requiredGroup !== undefined && !claims.groups?.includes(requiredGroup)) {
      throw new Refused('sign-in-refused', {
        detail: `${claims.displayName} is not in the group that comes in here.`,
        allowed: `people of the group ${requiredGroup}`,
      });
    }
    const person = await linkPerson(deps, claims, settings);
    giveSession(c, isSecure, await beginSession(deps, person, readSessionId(c, isSecure)));
    return c.redirect(pathOf(attempt.data.returnTo));
  });
}

/** A path of this origin, and nothing that leads to another. */
function pathOf(text: string | undefined): string {
  return text !== undefined && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(text) ? text : '/';
}

function jsonOrNull(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
