import { queuePrefixOf } from '@kanban/notifications';
import { parseDatabaseUrl } from '@kanban/schema';
import {
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
  /** In front of all keys in Redis; the notifiers must have the same. */
  readonly queuePrefix: string;
  /** Who hears of an event that no subscription, payload or setting names anyone for. Empty: nobody. */
  readonly defaultRecipient: string;
  readonly logLevel: string;
  /** Where a test kills the process; undefined: nowhere. */
  readonly failPoint: FailPoint | undefined;
  /** Where traces are sent; undefined: nothing is traced. */
  readonly tracingEndpoint: string | undefined;
  /** Who is told that it lives; undefined: nobody. */
  readonly watchdog: Watchdog | undefined;
  /** Port on the loopback for /metrics and /health/live; undefined: none. */
  readonly metricsPort: number | undefined;
  /** Events or deliveries taken at a time. */
  readonly batchSize: number;
  /** Deliveries written in one transaction: a longer list of recipients is told in parts. */
  readonly deliveriesATransaction: number;
  /** Pause between polls: the shorter one after work, growing to the longer one without. */
  readonly pollMinMs: number;
  readonly pollMaxMs: number;
  /** How long a relay has to publish what it claimed, before another one does it again. */
  readonly publishLeaseMs: number;
  /** When to look whether the job of a queued delivery got lost. */
  readonly queuedPatienceMs: number;
  readonly reconcileIntervalMs: number;
  /** Tries to fan an event out before it is given up. */
  readonly fanOutAttempts: number;
  /** Claims of one delivery before it is given up, as in the notifier. */
  readonly maxAttempts: number;
  /** Time for one transaction in MySQL, and for one batch of commands in Redis. */
  readonly databaseDeadlineMs: number;
  readonly redisDeadlineMs: number;
}

/** Reads the relay's settings from `env`. Throws BadConfig naming the variable, or BadDatabaseUrl. */
export function readConfig(env: Environment): Config {
  const databaseUrl = required(env, 'DATABASE_URL', 'mysql://user:password@host:3306/kanban');
  const { database = '' } = parseDatabaseUrl(databaseUrl);
  const queuePrefix = env.QUEUE_PREFIX || queuePrefixOf(database);
  return Object.freeze({
    databaseUrl,
    redisUrl: redisUrl(env, queuePrefix),
    queuePrefix,
    defaultRecipient: env.DEFAULT_RECIPIENT ?? 'kanban@localhost',
    logLevel: logLevel(env),
    failPoint: failPointToArm(env),
    watchdog: watchdogOf(env),
    tracingEndpoint: tracingEndpoint(env),
    metricsPort: metricsPort(env),
    batchSize: wholeNumber(env, 'RELAY_BATCH_SIZE', 500, 1, 5_000),
    deliveriesATransaction: wholeNumber(env, 'RELAY_DELIVERIES_A_TRANSACTION', 2_000, 1, 20_000),
    pollMinMs: wholeNumber(env, 'RELAY_POLL_MIN_MS', 10, 1, 10_000),
    pollMaxMs: wholeNumber(env, 'RELAY_POLL_MAX_MS', 100, 1, 60_000),
    publishLeaseMs: wholeNumber(env, 'RELAY_PUBLISH_LEASE_MS', 10_000, 100, 600_000),
    queuedPatienceMs: wholeNumber(env, 'RELAY_QUEUED_PATIENCE_MS', 120_000, 100, 86_400_000),
    reconcileIntervalMs: wholeNumber(env, 'RELAY_RECONCILE_INTERVAL_MS', 1_000, 10, 600_000),
    fanOutAttempts: wholeNumber(env, 'RELAY_FAN_OUT_ATTEMPTS', 3, 1, 100),
    maxAttempts: wholeNumber(env, 'MAX_ATTEMPTS', 40, 1, 1_000),
    databaseDeadlineMs: wholeNumber(env, 'DATABASE_DEADLINE_MS', 10_000, 100, 600_000),
    redisDeadlineMs: wholeNumber(env, 'REDIS_DEADLINE_MS', 5_000, 100, 600_000),
  });
}
