import { statSync } from 'node:fs';
import { BadDatabaseUrl, parseDatabaseUrl } from '@kanban/schema';
import { accessTokens, BadConfig, isLoopback } from '@kanban/service';

export interface Config {
  readonly databaseUrl: string;
  readonly host: string;
  readonly port: number;
  readonly tokens: readonly string[];
  /** Where others reach the service, when it is not the address it listens at. */
  readonly apiUrl: string | undefined;
  readonly corsOrigins: readonly string[];
  readonly dashboardDir: string | undefined;
  readonly logLevel: string;
  /** Connections to the database at most. */
  readonly connectionLimit: number;
  /** Time for one answer, until its client has read it whole. */
  readonly answerWithinMs: number;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** Reads and checks the environment, once. Throws BadConfig; no message holds a password or a token. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const host = env.HOST || '127.0.0.1';
  const tokens = accessTokens('API_TOKENS', env.API_TOKENS);
  if (!isLoopback(host) && tokens.length === 0) {
    throw new BadConfig(
      `HOST is ${host}, which other machines reach: set API_TOKENS (comma separated, each of 16 characters ` +
        'or more), or leave HOST out to listen on 127.0.0.1 only.',
    );
  }
  return Object.freeze({
    databaseUrl: databaseUrl(env.DATABASE_URL),
    host,
    port: wholeNumber('PORT', env.PORT, 8080, 0, 65_535),
    tokens,
    apiUrl: webAddress('API_URL', env.API_URL),
    corsOrigins: Object.freeze(list(env.CORS_ORIGINS).map(origin)),
    dashboardDir: folder('DASHBOARD_DIR', env.DASHBOARD_DIR),
    logLevel: logLevel(env.LOG_LEVEL),
    answerWithinMs: 1000 * wholeNumber('ANSWER_WITHIN_SECONDS', env.ANSWER_WITHIN_SECONDS, 600, 1, 86_400),
    connectionLimit: wholeNumber('DATABASE_CONNECTIONS', env.DATABASE_CONNECTIONS, 10, 1, 1000),
  });
}

function list(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function databaseUrl(text: string | undefined): string {
  if (!text) {
    throw new BadConfig('DATABASE_URL is not set: give mysql://user:password@host:3306/database.');
  }
  try {
    if (parseDatabaseUrl(text).database === undefined) {
      throw new BadConfig(
        'DATABASE_URL names no database: end it with /kanban, or whatever yours is called.',
      );
    }
  } catch (error) {
    if (error instanceof BadDatabaseUrl) throw new BadConfig(`${error.message}.`);
    throw error;
  }
  return text;
}

function wholeNumber(
  name: string,
  text: string | undefined,
  fallback: number,
  least: number,
  most: number,
): number {
  if (text === undefined || text === '') return fallback;
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new BadConfig(`${name} is "${text}", but must be a whole number from ${least} to ${most}.`);
}

function folder(name: string, path: string | undefined): string | undefined {
  if (!path) return undefined;
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  throw new BadConfig(`${name} is ${path}, which is no folder: build the dashboard first, or leave it out.`);
}

function webAddress(name: string, text: string | undefined): string | undefined {
  if (!text) return undefined;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new BadConfig(`${name} is "${text}", which is no address such as https://kanban.example.com.`);
}

function origin(text: string): string {
  if (text === '*') return text;
  try {
    const parsed = new URL(text);
    if (parsed.origin !== 'null' && parsed.origin === text.replace(/\/$/, '')) return parsed.origin;
  } catch {
    // falls through to the sentence below
  }
  throw new BadConfig(`CORS_ORIGINS holds "${text}", which is no origin such as https://kanban.example.com.`);
}

function logLevel(text: string | undefined): string {
  if (text === undefined || text === '') return 'info';
  if (LOG_LEVELS.includes(text)) return text;
  throw new BadConfig(`LOG_LEVEL is "${text}", but must be one of ${LOG_LEVELS.join(', ')}.`);
}
