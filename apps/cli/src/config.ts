import { Refused } from './failure.ts';

/** The environment a command is run in. */
export type Environment = Readonly<Record<string, string | undefined>>;

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
  /** The command's own log level: at `debug` an unexpected error shows where it came from. */
  readonly isDebugging: boolean;
}

/** Read once. Values are checked when a command asks for them, so that `--help` works without any. */
export function readConfig(environment: Environment = process.env): Config {
  return Object.freeze({
    get databaseUrl() {
      const url = environment.DATABASE_URL;
      if (url === undefined || url === '') {
        throw new Refused(
          'DATABASE_URL is not set and nothing runs from this folder: start it with `npm start`, or set ' +
            'DATABASE_URL=mysql://user:password@host:3306/kanban.',
        );
      }
      return url;
    },
    get apiUrl() {
      return httpAddress(environment.API_URL ?? 'http://127.0.0.1:8080', 'API_URL');
    },
    apiToken: environment.API_TOKEN || undefined,
    get dashboardUrl() {
      const { DASHBOARD_URL: url } = environment;
      return url ? httpAddress(url, 'DASHBOARD_URL') : this.apiUrl;
    },
    endpointUrl: environment.ENDPOINT_URL || undefined,
    endpointSecret: environment.ENDPOINT_SECRET || undefined,
    get allowPrivateEndpoints() {
      const text = environment.ALLOW_PRIVATE_ENDPOINTS || 'false';
      if (text === 'true' || text === 'false') return text === 'true';
      throw new Refused(`ALLOW_PRIVATE_ENDPOINTS is ${text} but must be true or false.`);
    },
    isDebugging: environment.LOG_LEVEL === 'debug' || environment.LOG_LEVEL === 'trace',
  });
}

/** A checked http(s) address without its last slash; `source` names where it was given. Throws Refused. */
export function httpAddress(text: string, source: string): string {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new Refused(
      `${source} is ${JSON.stringify(text)} but must be an address like http://127.0.0.1:8080.`,
    );
  }
  return url.href.replace(/\/+$/, '');
}
