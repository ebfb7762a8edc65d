import { requireDatabase } from '@kanban/schema';
import {
  BadConfig,
  type Environment,
  type FailPoint,
  failPointToArm,
  isLoopback,
  processSettings,
  type Watchdog,
  watchdogOf,
} from '@kanban/service';
import {
  readSettings,
  required,
  signInKind,
  variable,
  webAddress,
  wholeNumberOr,
} from '@kanban/service/settings';
import { z } from 'zod';
import { type HeaderSettings, headerVariables, readHeaderSettings } from './sign-in/header/settings.ts';
import { type MemberToken, memberTokens } from './sign-in/member-tokens.ts';
import { type OidcSettings, oidcVariables, readOidcSettings } from './sign-in/oidc/settings.ts';

type SignInConfig =
  | { readonly kind: 'local' }
  | ({ readonly kind: 'header' } & HeaderSettings)
  | ({ readonly kind: 'oidc' } & OidcSettings);

export interface Config {
  readonly databaseUrl: string;
  readonly host: string;
  readonly port: number;
  /** Where browsers reach pages and services, the one origin: `https://kanban.example.com`. */
  readonly publicUrl: string | undefined;
  /** Programs, each with the member it acts as. */
  readonly tokens: readonly MemberToken[];
  readonly signIn: SignInConfig;
  readonly logLevel: string;
  readonly metricsPort: number | undefined;
  readonly failPoint: FailPoint | undefined;
  readonly watchdog: Watchdog | undefined;
  readonly connectionLimit: number;
  /** Time for one transaction, the wait for a connection included. */
  readonly databaseDeadlineMs: number;
}

const settings = z.object({
  ...processSettings,
  ...headerVariables,
  ...oidcVariables,
  DATABASE_URL: required('mysql://user:password@host:3306/database'),
  HOST: variable(z.string().default('127.0.0.1')),
  BOARD_PORT: wholeNumberOr(8082, 0, 65_535),
  PUBLIC_URL: variable(webAddress('https://kanban.example.com').optional()),
  BOARD_TOKENS: memberTokens,
  SIGN_IN: signInKind,
  DATABASE_CONNECTIONS: wholeNumberOr(10, 1, 1_000),
  DATABASE_DEADLINE_SECONDS: wholeNumberOr(15, 1, 600),
});

/** Reads and checks the environment, once. Throws BadConfig or BadDatabaseUrl; no message holds a password or a token. */
export function readConfig(env: Environment): Config {
  const set = readSettings(settings, env);
  const isHere = isLoopback(set.HOST);
  const kind = set.SIGN_IN ?? (isHere ? 'local' : undefined);
  if (kind === undefined) {
    throw new BadConfig(
      `HOST is ${set.HOST}, which other machines reach: set SIGN_IN (header or oidc), or leave HOST out to listen on 127.0.0.1 only.`,
    );
  }
  if (kind === 'local' && !isHere) {
    throw new BadConfig(
      `SIGN_IN is local, which asks nobody who they are, but HOST is ${set.HOST}, which other machines reach: ` +
        'set SIGN_IN to header or oidc, or leave HOST out to listen on 127.0.0.1 only.',
    );
  }
  if (kind !== 'local' && set.PUBLIC_URL === undefined) {
    throw new BadConfig(
      `PUBLIC_URL is not set; it looks like https://kanban.example.com, and SIGN_IN=${kind} needs it to tell our pages from others.`,
    );
  }
  requireDatabase(set.DATABASE_URL);
  return Object.freeze({
    databaseUrl: set.DATABASE_URL,
    host: set.HOST,
    port: set.BOARD_PORT,
    publicUrl: set.PUBLIC_URL === undefined ? undefined : new URL(set.PUBLIC_URL).origin,
    tokens: set.BOARD_TOKENS,
    signIn: signInOf(kind, set),
    logLevel: set.LOG_LEVEL,
    metricsPort: set.METRICS_PORT,
    failPoint: failPointToArm(env),
    watchdog: watchdogOf(env),
    connectionLimit: set.DATABASE_CONNECTIONS,
    databaseDeadlineMs: 1000 * set.DATABASE_DEADLINE_SECONDS,
  });
}

function signInOf(kind: SignInConfig['kind'], set: z.output<typeof settings>): SignInConfig {
  if (kind === 'header') return { kind, ...readHeaderSettings(set) };
  return kind === 'oidc' ? { kind, ...readOidcSettings(set) } : { kind };
}
