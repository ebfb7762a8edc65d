import type { Database } from '../../in-time.ts';
import { readSessionId } from '../../sessions/session-cookie.ts';
import { loadSession } from '../../sessions/sessions.ts';
import type { SignIn } from '../sign-in.ts';
import type { Provider } from './provider.ts';

/** The session that signing in at an OpenID provider began (routes/sign-in.ts). */
export function oidcSignIn(database: Database, publicUrl: string, provider: Provider): SignIn {
  const isSecure = publicUrl.startsWith('https:');
  return {
    kind: 'oidc',
    guard: (_, next) => next(),
    isReadingFree: false,
    signInAddress: '/sign-in',
    provider,
    async identify(c) {
      const id = readSessionId(c, isSecure);
      return id === undefined ? undefined : await loadSession(database, id);
    },
  };
}
