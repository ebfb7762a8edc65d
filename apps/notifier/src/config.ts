import { hostname } from 'node:os';
import { type Channel, channels, isChannel, queuePrefixOf } from '@kanban/notifications';
import type { ReportRequest } from '@kanban/report';
import { requireDatabase } from '@kanban/schema';
import {
  BadConfig,
  type Environment,
  type FailPoint,
  failPointToArm,
  processSettings,
  redisUrl,
  type Watchdog,
  watchdogOf,
} from '@kanban/service';
import {
  address,
  flag,
  readSettings,
  required,
  variable,
  webAddress,
  wholeNumber,
  wholeNumberOr,
} from '@kanban/service/settings';
import { z } from 'zod';

export interface Config {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** The channels of this notifier; each channel has a separate queue. */
  readonly channels: readonly Channel[];
  /** Empty: this notifier sends no mail. */
  readonly smtpUrl: string;
  /** The prefix of all keys in Redis; the relays must use the same. */
  readonly queuePrefix: string;
  /** `Name <address>` or an address. */
  readonly mailFrom: string;
  /** The part of a Message-ID after the @; set at the first claim of a delivery and then kept. */
  readonly messageIdHost: string;
  /** The public URL of the metrics API, for unsubscribe links. No slash at the end. */
  readonly apiUrl: string;
  /** The URL of the metrics API for this process, to make reports; it differs only in containers. */
  readonly reportApiUrl: string;
  /** As spreadsheets of those who get a report have it. */
  readonly reportDialect: Pick<ReportRequest, 'separator' | 'decimal'>;
  /** The bearer token for an API that needs one. */
  readonly apiToken: string | undefined;
  /** The URL of the dashboard, for the links of a mail. */
  readonly dashboardUrl: string;
  readonly logLevel: string;
  /** The point at which a test kills the process; undefined: none. */
  readonly failPoint: FailPoint | undefined;
  /** The collector of traces; undefined: no tracing. */
  readonly tracingEndpoint: string | undefined;
  /** The receiver of the signs of life; undefined: none. */
  readonly watchdog: Watchdog | undefined;
  /** Port on the loopback for /metrics and /health/live; undefined: none. */
  readonly metricsPort: number | undefined;
  /** Deliveries in work at a time; more than connections, so that connections never wait for the ledger. */
  readonly concurrency: number;
  /** Connections to the mail server. */
  readonly smtpConnections: number;
  /** Running POSTs per channel. */
  readonly endpointConnections: number;
  /** Time for one POST, from the DNS lookup to the answer. */
  readonly endpointTimeoutMs: number;
  /** Whether endpoints may be in private networks, on this machine, and plain http:. */
  readonly allowPrivateEndpoints: boolean;
  /** Time for one mail, from getting a connection to the server's answer. */
  readonly sendTimeoutMs: number;
  /** A claim that is not settled in this time may be taken back; longer than a mail may take. */
  readonly claimLeaseMs: number;
  /** How long BullMQ waits for a sign of life before it gives a job to another notifier. */
  readonly lockDurationMs: number;
  /** A notifier that does nothing for this long while jobs wait is silent. */
  readonly silentAfterMs: number;
  /** Pause after the first failure; it doubles up to the longest, plus or minus a quarter. */
  readonly retryBaseMs: number;
  readonly retryLongestMs: number;
  /** Attempts before a delivery becomes a dead letter; 40 take about fifteen hours. */
  readonly maxAttempts: number;
  readonly databaseDeadlineMs: number;
}

const channelList = z
  .string()
  .default(channels.join())
  .transform((text) => text.split(',').map((name) => name.trim()))
  .refine((asked) => asked.every(isChannel), `must be some of ${channels.join(',')}`)
  .transform((asked) => channels.filter((channel) => asked.includes(channel)));
const apiAddress = webAddress('http://127.0.0.1:8080').transform((text) => text.replace(/\/+$/, ''));

const settings = z.object({
  ...processSettings,
  DATABASE_URL: required('mysql://user:password@host:3306/kanban'),
  QUEUE_PREFIX: variable(z.string().optional()),
  CHANNELS: variable(channelList),
  SMTP_URL: variable(address(['smtp:', 'smtps:'], 'smtp://user:password@host:587').optional()),
  MAIL_FROM: variable(z.string().default('Kanban Flow <kanban@localhost>')),
  API_URL: variable(apiAddress.default('http://127.0.0.1:8080')),
  REPORT_API_URL: variable(apiAddress.optional()),
  REPORT_SEPARATOR: variable(
    z.enum(['comma', 'semicolon', 'tab'], 'must be comma, semicolon or tab').default('comma'),
  ),
  REPORT_DECIMAL: variable(z.enum(['point', 'comma'], 'must be point or comma').default('point')),
  API_TOKEN: variable(z.string().optional()),
  DASHBOARD_URL: variable(webAddress('https://board.example').optional()),
  NOTIFIER_CONCURRENCY: wholeNumberOr(100, 1, 1_000),
  SMTP_CONNECTIONS: variable(wholeNumber(1, 1_000).optional()),
  ENDPOINT_CONNECTIONS: variable(wholeNumber(1, 1_000).optional()),
  SEND_TIMEOUT_MS: wholeNumberOr(60_000, 100, 3_600_000),
  ALLOW_PRIVATE_ENDPOINTS: flag,
  CLAIM_LEASE_MS: variable(wholeNumber(200, 7_200_000).optional()),
  SILENT_AFTER_MS: variable(wholeNumber(1_000, 7_200_000).optional()),
  LOCK_DURATION_MS: wholeNumberOr(30_000, 500, 3_600_000),
  RETRY_BASE_MS: wholeNumberOr(1_000, 1, 3_600_000),
  RETRY_LONGEST_MS: wholeNumberOr(1_800_000, 1, 86_400_000),
  MAX_ATTEMPTS: wholeNumberOr(40, 1, 1_000),
  DATABASE_DEADLINE_MS: wholeNumberOr(10_000, 100, 600_000),
});

/** Reads the notifier's settings from `env`. Throws BadConfig naming the variable, or BadDatabaseUrl. */
export function readConfig(env: Environment): Config {
  const set = readSettings(settings, env);
  const database = requireDatabase(set.DATABASE_URL);
  const sendTimeoutMs = set.SEND_TIMEOUT_MS;
  const claimLeaseMs = set.CLAIM_LEASE_MS ?? sendTimeoutMs + 30_000;
  if (claimLeaseMs <= sendTimeoutMs) {
    throw new BadConfig(
      `CLAIM_LEASE_MS is ${claimLeaseMs} but must be longer than SEND_TIMEOUT_MS (${sendTimeoutMs})`,
    );
  }
  if (set.CHANNELS.includes('email') && set.SMTP_URL === undefined) {
    throw new BadConfig('SMTP_URL is not set; it looks like smtp://user:password@host:587');
  }
  if (set.REPORT_DECIMAL === 'comma' && set.REPORT_SEPARATOR === 'comma') {
    throw new BadConfig('REPORT_DECIMAL is comma, so REPORT_SEPARATOR must be semicolon or tab');
  }
  const queuePrefix = set.QUEUE_PREFIX ?? queuePrefixOf(database);
  const connections = Math.min(set.NOTIFIER_CONCURRENCY, 20);
  return Object.freeze({
    databaseUrl: set.DATABASE_URL,
    channels: set.CHANNELS,
    redisUrl: redisUrl(env, queuePrefix),
    smtpUrl: set.CHANNELS.includes('email') ? (set.SMTP_URL ?? '') : '',
    queuePrefix,
    mailFrom: set.MAIL_FROM,
    messageIdHost: /@([\w.-]+)>?\s*$/.exec(set.MAIL_FROM)?.[1] ?? hostname(),
    apiUrl: set.API_URL,
    reportApiUrl: set.REPORT_API_URL ?? set.API_URL,
    reportDialect: { separator: set.REPORT_SEPARATOR, decimal: set.REPORT_DECIMAL },
    apiToken: set.API_TOKEN,
    dashboardUrl: set.DASHBOARD_URL ?? set.API_URL,
    logLevel: set.LOG_LEVEL,
    failPoint: failPointToArm(env),
    watchdog: watchdogOf(env),
    tracingEndpoint: set.OTEL_EXPORTER_OTLP_ENDPOINT,
    metricsPort: set.METRICS_PORT,
    concurrency: set.NOTIFIER_CONCURRENCY,
    smtpConnections: set.SMTP_CONNECTIONS ?? connections,
    endpointConnections: set.ENDPOINT_CONNECTIONS ?? connections,
    endpointTimeoutMs: endpointTimeoutMs(env, sendTimeoutMs),
    allowPrivateEndpoints: set.ALLOW_PRIVATE_ENDPOINTS,
    sendTimeoutMs,
    claimLeaseMs,
    silentAfterMs: set.SILENT_AFTER_MS ?? claimLeaseMs,
    lockDurationMs: set.LOCK_DURATION_MS,
    retryBaseMs: set.RETRY_BASE_MS,
    retryLongestMs: set.RETRY_LONGEST_MS,
    maxAttempts: set.MAX_ATTEMPTS,
    databaseDeadlineMs: set.DATABASE_DEADLINE_MS,
  });
}

/** A POST may take as long as a mail, but no longer. */
function endpointTimeoutMs(env: Environment, sendTimeoutMs: number): number {
  const otherwise = Math.min(sendTimeoutMs, 15_000);
  const schema = z.object({ ENDPOINT_TIMEOUT_MS: wholeNumberOr(otherwise, 100, sendTimeoutMs) });
  return readSettings(schema, env).ENDPOINT_TIMEOUT_MS;
}
