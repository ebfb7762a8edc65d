import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Database } from '../in-time.ts';
import { headerSignIn } from './header/header.ts';
import { localSignIn } from './local/local.ts';
import { oidcSignIn } from './oidc/oidc.ts';
import { createProvider } from './oidc/provider.ts';
import type { SignIn } from './sign-in.ts';

/** The way people sign in that the settings choose. */
export function createSignIn(
  database: Database & { readonly config: Pick<Config, 'signIn' | 'publicUrl'> },
  log: Logger,
): SignIn {
  const { signIn, publicUrl } = database.config;
  if (signIn.kind === 'header') return headerSignIn(database, signIn, log);
  if (signIn.kind === 'local') return localSignIn(database, publicUrl);
  if (publicUrl === undefined) throw new Error('SIGN_IN=oidc without PUBLIC_URL');
  return oidcSignIn(database, publicUrl, createProvider(signIn, publicUrl));
}
