import { statSync } from 'node:fs';
import { requireDatabase } from '@kanban/schema';
import { accessTokens, BadConfig, type Environment, isLoopback } from '@kanban/service';
import {
  logLevel,
  readSettings,
  required,
  signInKind,
  variable,
  webAddress,
  wholeNumberOr,
} from '@kanban/service/settings';
import { z } from 'zod';

export interface Config {
  readonly databaseUrl: string;
  readonly host: string;
  readonly port: number;
  readonly tokens: readonly string[];
  /** Whether people sign in at the board API, by a proxy or a provider. */
  readonly peopleSignIn: boolean;
  /** Where others reach the service, when it is not the address it listens at. */
  readonly apiUrl: string | undefined;
  readonly corsOrigins: readonly string[];
  readonly dashboardDir: string | undefined;
  readonly logLevel: string;
  /** Connections to the database at most. */
  readonly connectionLimit: number;
  /** Memory for answers that are kept; 0: none are. */
  readonly answerCacheMegabytes: number;
  /** Threads for answers that take long, each with one of the connections; 0: none. */
  readonly answerThreads: number;
  /** Clients at most that are told of changes. */
  readonly liveConnections: number;
  /** Time for one answer, until its client has read it whole. */
  readonly answerWithinMs: number;
}

const origin = z
  .string()
  .refine(
    (text) => text === '*' || (URL.canParse(text) && isOrigin(text)),
    'must hold `*` or origins such as https://kanban.example.com',
  );

const settings = z.object({
  LOG_LEVEL: logLevel,
  DATABASE_URL: required('mysql://user:password@host:3306/database'),
  HOST: variable(z.string().default('127.0.0.1')),
  PORT: wholeNumberOr(8080, 0, 65_535),
  API_TOKENS: accessTokens,
  SIGN_IN: signInKind,
  API_URL: variable(webAddress('https://kanban.example.com').optional()),
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(origin)),
  DASHBOARD_DIR: variable(
    z
      .string()
      .refine(
        (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory(),
        'must be a folder: build the dashboard first, or leave it out',
      )
      .optional(),
  ),
  ANSWER_CACHE: wholeNumberOr(64, 0, 65_536),
  ANSWER_THREADS: wholeNumberOr(1, 0, 64),
  ANSWER_WITHIN_SECONDS: wholeNumberOr(600, 1, 86_400),
  LIVE_CONNECTIONS: wholeNumberOr(2_000, 0, 100_000),
  DATABASE_CONNECTIONS: wholeNumberOr(10, 1, 1_000),
});

/** Reads and checks the environment, once. Throws BadConfig or BadDatabaseUrl; no message holds a password or a token. */
export function readConfig(env: Environment): Config {
  const set = readSettings(settings, env);
  if (!isLoopback(set.HOST) && set.API_TOKENS.length === 0) {
    throw new BadConfig(
      `HOST is ${set.HOST}, which other machines reach: set API_TOKENS (comma separated, each of 16 characters ` +
        'or more), or leave HOST out to listen on 127.0.0.1 only.',
    );
  }
  requireDatabase(set.DATABASE_URL);
  return Object.freeze({
    databaseUrl: set.DATABASE_URL,
    host: set.HOST,
    port: set.PORT,
    tokens: set.API_TOKENS,
    peopleSignIn: set.SIGN_IN === 'header' || set.SIGN_IN === 'oidc',
    apiUrl: set.API_URL,
    corsOrigins: Object.freeze(set.CORS_ORIGINS.map((text) => text.replace(/\/$/, ''))),
    dashboardDir: set.DASHBOARD_DIR,
    logLevel: set.LOG_LEVEL,
    answerCacheMegabytes: set.ANSWER_CACHE,
    answerThreads: set.ANSWER_THREADS,
    answerWithinMs: 1000 * set.ANSWER_WITHIN_SECONDS,
    liveConnections: set.LIVE_CONNECTIONS,
    connectionLimit: set.DATABASE_CONNECTIONS,
  });
}

function isOrigin(text: string): boolean {
  const { origin } = new URL(text);
  return origin !== 'null' && origin === text.replace(/\/$/, '');
}
