import { hostname } from 'node:os';
import { type Channel, channels, isChannel, queuePrefixOf } from '@kanban/notifications';
import { parseDatabaseUrl } from '@kanban/schema';
import {
  address,
  BadConfig,
  type Environment,
  type FailPoint,
  failPointToArm,
  logLevel,
  metricsPort,
  redisUrl,
  required,
  tracingEndpoint,
  type Watchdog,
  watchdogOf,
  wholeNumber,
} from '@kanban/service';

export interface Config {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** What this notifier sends; each channel has a queue of its own. */
  readonly channels: readonly Channel[];
  /** Empty: this notifier sends no mail. */
  readonly smtpUrl: string;
  /** In front of all keys in Redis; the relays must have the same. */
  readonly queuePrefix: string;
  /** `Name <address>` or an address. */
  readonly mailFrom: string;
  /** What stands behind the @ of a Message-ID; given when a delivery is first claimed and then kept. */
  readonly messageIdHost: string;
  /** Where people reach the metrics API: links to unsubscribe lead there. No slash at the end. */
  readonly apiUrl: string;
  /** Where this process reaches it, to make reports; the same, but in containers. */
  readonly reportApiUrl: string;
  /** A bearer token for an API that asks for one. */
  readonly apiToken: string | undefined;
  /** Where the links of a mail lead. */
  readonly dashboardUrl: string;
  readonly logLevel: string;
  /** Where a test kills the process; undefined: nowhere. */
  readonly failPoint: FailPoint | undefined;
  /** Where traces are sent; undefined: nothing is traced. */
  readonly tracingEndpoint: string | undefined;
  /** Who is told that it lives; undefined: nobody. */
  readonly watchdog: Watchdog | undefined;
  /** Port on the loopback for /metrics and /health/live; undefined: none. */
  readonly metricsPort: number | undefined;
  /** Deliveries worked on at a time; more than connections, so that these never wait for the ledger. */
  readonly concurrency: number;
  /** Connections to the mail server. */
  readonly smtpConnections: number;
  /** POSTs on their way at a time, for each channel. */
  readonly endpointConnections: number;
  /** Time for one POST, from the name's lookup to the answer. */
  readonly endpointTimeoutMs: number;
  /** Whether endpoints may be in private networks, on this machine, and plain http:. */
  readonly allowPrivateEndpoints: boolean;
  /** Time for one mail, from taking a connection to the server's answer. */
  readonly sendTimeoutMs: number;
  /** A claim not settled for this long may be taken back; longer than a mail may take. */
  readonly claimLeaseMs: number;
  /** How long BullMQ waits for a sign of life before it gives a job to another notifier. */
  readonly lockDurationMs: number;
  /** A notifier that does nothing for this long while there are jobs is silent. */
  readonly silentAfterMs: number;
  /** Pause after the first failure; doubles with each further one up to the longest, give or take a quarter. */
  readonly retryBaseMs: number;
  readonly retryLongestMs: number;
  /** Attempts before a delivery becomes a dead letter; 40 take about fifteen hours. */
  readonly maxAttempts: number;
  readonly databaseDeadlineMs: number;
}

/** Reads the notifier's settings from `env`. Throws BadConfig naming the variable, or BadDatabaseUrl. */
export function readConfig(env: Environment): Config {
  const databaseUrl = required(env, 'DATABASE_URL', 'mysql://user:password@host:3306/kanban');
  const { database = '' } = parseDatabaseUrl(databaseUrl);
  const mailFrom = env.MAIL_FROM || 'Kanban Flow <kanban@localhost>';
  const concurrency = wholeNumber(env, 'NOTIFIER_CONCURRENCY', 100, 1, 1_000);
  const sendTimeoutMs = wholeNumber(env, 'SEND_TIMEOUT_MS', 60_000, 100, 3_600_000);
  const claimLeaseMs = wholeNumber(env, 'CLAIM_LEASE_MS', sendTimeoutMs + 30_000, 200, 7_200_000);
  if (claimLeaseMs <= sendTimeoutMs) {
    throw new BadConfig(
      `CLAIM_LEASE_MS is ${claimLeaseMs} but must be longer than SEND_TIMEOUT_MS (${sendTimeoutMs})`,
    );
  }
  const ways = channelsOf(env);
  const queuePrefix = env.QUEUE_PREFIX || queuePrefixOf(database);
  return Object.freeze({
    databaseUrl,
    channels: ways,
    redisUrl: redisUrl(env, queuePrefix),
    smtpUrl: ways.includes('email')
      ? address(env, 'SMTP_URL', ['smtp:', 'smtps:'], 'smtp://user:password@host:587')
      : '',
    queuePrefix,
    mailFrom,
    messageIdHost: /@([\w.-]+)>?\s*$/.exec(mailFrom)?.[1] ?? hostname(),
    apiUrl: httpAddress(env, 'API_URL', 'http://127.0.0.1:8080'),
    reportApiUrl: httpAddress(env, 'REPORT_API_URL', httpAddress(env, 'API_URL', 'http://127.0.0.1:8080')),
    apiToken: env.API_TOKEN || undefined,
    dashboardUrl: dashboardUrl(env),
    logLevel: logLevel(env),
    failPoint: failPointToArm(env),
    watchdog: watchdogOf(env),
    tracingEndpoint: tracingEndpoint(env),
    metricsPort: metricsPort(env),
    concurrency,
    smtpConnections: wholeNumber(env, 'SMTP_CONNECTIONS', Math.min(concurrency, 20), 1, 1_000),
    endpointConnections: wholeNumber(env, 'ENDPOINT_CONNECTIONS', Math.min(concurrency, 20), 1, 1_000),
    endpointTimeoutMs: wholeNumber(
      env,
      'ENDPOINT_TIMEOUT_MS',
      Math.min(sendTimeoutMs, 15_000),
      100,
      sendTimeoutMs,
    ),
    allowPrivateEndpoints: allowPrivateEndpoints(env),
    sendTimeoutMs,
    claimLeaseMs,
    silentAfterMs: wholeNumber(env, 'SILENT_AFTER_MS', claimLeaseMs, 1_000, 7_200_000),
    lockDurationMs: wholeNumber(env, 'LOCK_DURATION_MS', 30_000, 500, 3_600_000),
    retryBaseMs: wholeNumber(env, 'RETRY_BASE_MS', 1_000, 1, 3_600_000),
    retryLongestMs: wholeNumber(env, 'RETRY_LONGEST_MS', 1_800_000, 1, 86_400_000),
    maxAttempts: wholeNumber(env, 'MAX_ATTEMPTS', 40, 1, 1_000),
    databaseDeadlineMs: wholeNumber(env, 'DATABASE_DEADLINE_MS', 10_000, 100, 600_000),
  });
}

function channelsOf(env: Environment): Channel[] {
  const asked = (env.CHANNELS || channels.join()).split(',').map((name) => name.trim());
  const unknown = asked.filter((name) => !isChannel(name));
  if (unknown.length > 0) {
    throw new BadConfig(`CHANNELS is ${env.CHANNELS} but must be some of ${channels.join(',')}`);
  }
  return channels.filter((channel) => asked.includes(channel));
}

function allowPrivateEndpoints(env: Environment): boolean {
  const text = env.ALLOW_PRIVATE_ENDPOINTS || 'false';
  if (text === 'true' || text === 'false') return text === 'true';
  throw new BadConfig(`ALLOW_PRIVATE_ENDPOINTS is ${text} but must be true or false`);
}

/** Without a slash at the end. */
function httpAddress(env: Environment, name: 'API_URL' | 'REPORT_API_URL', fallback: string): string {
  const text = env[name] || fallback;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text.replace(/\/+$/, '');
  throw new BadConfig(`${name} is ${text} but must be an address like http://127.0.0.1:8080`);
}

function dashboardUrl(env: Environment): string {
  const text = env.DASHBOARD_URL || env.API_URL || 'http://127.0.0.1:8080';
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new BadConfig(
    `DASHBOARD_URL or API_URL is ${text} but must be an address like https://board.example`,
  );
}
