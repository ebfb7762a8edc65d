import * as client from 'openid-client';
import { Refused } from '../../answer/problems.ts';
import type { OidcSettings } from './settings.ts';

const TIMEOUT_SECONDS = 10;
const CLOCK_TOLERANCE_SECONDS = 30;

/** What the provider is asked to prove, kept by the browser between leaving and coming back. */
interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Who came back, as the provider says. */
export interface Claims {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly displayName: string;
  readonly verifiedEmail: string | null;
  /** Undefined: the provider says nothing of groups. */
  readonly groups: readonly string[] | undefined;
}

export interface Provider {
  begin(): Promise<{ attempt: Attempt; address: string }>;
  /** Checks what the browser brought back, and asks who it is. Throws what openid-client does if it proves nothing. */
  finish(current: URL, attempt: Attempt): Promise<Claims>;
  /** Where a browser signs out there too; null: the provider has no such place. */
  signOutAddress(): Promise<string | null>;
}

/** Code flow with PKCE, state and nonce. The provider is looked up when somebody first signs in, and again while it is away. */
export function createProvider(settings: OidcSettings, publicUrl: string): Provider {
  const redirect = `${publicUrl}/sign-in/callback`;
  let found: Promise<client.Configuration> | undefined;

  async function configuration(): Promise<client.Configuration> {
    found ??= client.discovery(
      settings.issuer,
      settings.clientId,
      { client_secret: settings.clientSecret, [client.clockTolerance]: CLOCK_TOLERANCE_SECONDS },
      undefined,
      {
        timeout: TIMEOUT_SECONDS,
        // The settings allow http for this machine alone.
        execute: settings.issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [],
      },
    );
    try {
      return await found;
    } catch {
      found = undefined;
      throw new Refused('provider-unavailable', {
        detail: `The sign-in at ${settings.issuer.host} does not answer. Try again in a few seconds.`,
      });
    }
  }

  return {
    async begin() {
      const attempt = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      };
      const address = client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirect,
        scope: 'openid profile email',
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
      });
      return { attempt, address: address.href };
    },

    async finish(current, { state, nonce, verifier }) {
      const config = await configuration();
      const tokens = await client.authorizationCodeGrant(config, current, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const { sub, iss, ...proven } = tokens.claims() as client.IDToken;
      const more = config.serverMetadata().userinfo_endpoint
        ? await client.fetchUserInfo(config, tokens.access_token, sub)
        : {};
      return claimsOf({ ...more, ...proven }, iss, sub, settings.groupsClaim);
    },

    async signOutAddress() {
      const config = await configuration();
      if (config.serverMetadata().end_session_endpoint === undefined) return null;
      return client.buildEndSessionUrl(config, { post_logout_redirect_uri: `${publicUrl}/` }).href;
    },
  };
}

function claimsOf(
  said: Record<string, unknown>,
  issuer: string,
  subject: string,
  groupsClaim: string,
): Claims {
  const text = (name: string) =>
    typeof said[name] === 'string' && said[name] !== '' ? said[name] : undefined;
  // Anybody may enter the address of another person: only a verified one says who it is.
  const verifiedEmail = said.email_verified === true ? (text('email') ?? null) : null;
  const name = text('preferred_username') ?? verifiedEmail ?? subject;
  const groups = said[groupsClaim];
  return {
    issuer,
    subject,
    name,
    displayName: text('name') ?? name,
    verifiedEmail,
    groups: Array.isArray(groups) ? groups.map(String) : undefined,
  };
}
