import {
  BadConfig,
  type Environment,
  flag,
  isWebAddress,
  readSetting,
  variable,
  webAddress,
} from '@kanban/service/settings';
import { z } from 'zod';
import { Refused } from './failure.ts';

export interface Config {
  /** The administrator's address of the database: mysql://user:password@host:port/database. */
  readonly databaseUrl: string;
  /** Where the metrics API answers, without a slash at the end. */
  readonly apiUrl: string;
  /** A bearer token for an API that asks for one. */
  readonly apiToken: string | undefined;
  /** Where the links of messages lead, as in the notifier. */
  readonly dashboardUrl: string;
  /** For `endpoints add`: secrets that are not to stand in the history of a shell. */
  readonly endpointUrl: string | undefined;
  readonly endpointSecret: string | undefined;
  /** Whether endpoints may be in private networks and plain http:, as in the notifier. */
  readonly allowPrivateEndpoints: boolean;
  /** The log level of the command: `debug` shows the stack of an unexpected error. */
  readonly isDebugging: boolean;
}

const settings = z.object({
  DATABASE_URL: variable(
    z.string(
      'is not set and nothing runs from this folder: start it with `npm start`, or set ' +
        'DATABASE_URL=mysql://user:password@host:3306/kanban.',
    ),
  ),
  API_URL: variable(webAddress('http://127.0.0.1:8080').default('http://127.0.0.1:8080')),
  API_TOKEN: variable(z.string().optional()),
  DASHBOARD_URL: variable(webAddress('http://127.0.0.1:8080').optional()),
  ENDPOINT_URL: variable(z.string().optional()),
  ENDPOINT_SECRET: variable(z.string().optional()),
  ALLOW_PRIVATE_ENDPOINTS: flag,
  LOG_LEVEL: z.string().optional(),
});

/** Each variable is read and checked when a command asks for it, so that `--help` works without any. */
export function readConfig(environment: Environment = process.env): Config {
  const read = <Name extends keyof typeof settings.shape>(name: Name) => readOne(environment, name);
  return Object.freeze({
    get databaseUrl() {
      return read('DATABASE_URL');
    },
    get apiUrl() {
      return withoutSlash(read('API_URL'));
    },
    apiToken: read('API_TOKEN'),
    get dashboardUrl() {
      const url = read('DASHBOARD_URL');
      return url ? withoutSlash(url) : this.apiUrl;
    },
    endpointUrl: read('ENDPOINT_URL'),
    endpointSecret: read('ENDPOINT_SECRET'),
    get allowPrivateEndpoints() {
      return read('ALLOW_PRIVATE_ENDPOINTS');
    },
    isDebugging: ['debug', 'trace'].includes(read('LOG_LEVEL') ?? ''),
  });
}

/** Throws Refused. */
function readOne<Name extends keyof typeof settings.shape>(environment: Environment, name: Name) {
  try {
    return readSetting(settings, name, environment);
  } catch (error) {
    throw error instanceof BadConfig ? new Refused(error.message) : error;
  }
}

/** A checked http(s) URL without a final slash; `source` names its option or variable. Throws Refused. */
export function httpAddress(text: string, source: string): string {
  if (isWebAddress(text)) return withoutSlash(text);
  throw new Refused(
    `${source} is ${JSON.stringify(text)} but must be an address like http://127.0.0.1:8080.`,
  );
}

function withoutSlash(address: string): string {
  return new URL(address).href.replace(/\/+$/, '');
}
