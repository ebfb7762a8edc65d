import type { Context, MiddlewareHandler } from 'hono';
import type { AppEnv } from '../app-env.ts';
import type { Person } from '../people/person.ts';
import type { Provider } from './oidc/provider.ts';

/** One way to find out who asks. */
export interface SignIn {
  readonly kind: 'local' | 'header' | 'oidc';
  /** Refuses requests that cannot be trusted, before anything else looks at them. */
  readonly guard: MiddlewareHandler<AppEnv>;
  /** Whether who did not sign in may read. */
  readonly isReadingFree: boolean;
  /** Where a browser goes to sign in. */
  readonly signInAddress: string | null;
  /** oidc: who says who people are. */
  readonly provider?: Provider;
  /** Who asks: by the session, or by what came with the request. Undefined: nobody. */
  identify(c: Context<AppEnv>): Promise<Person | undefined>;
}
