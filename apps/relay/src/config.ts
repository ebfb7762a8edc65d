import { queuePrefixOf } from '@kanban/notifications';
import { requireDatabase } from '@kanban/schema';
import {
  type Environment,
  type FailPoint,
  failPointToArm,
  processSettings,
  redisUrl,
  type Watchdog,
  watchdogOf,
} from '@kanban/service';
import { readSettings, required, variable, wholeNumberOr } from '@kanban/service/settings';
import { z } from 'zod';

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
  /** The receiver of the signs of life; undefined: none. */
  readonly watchdog: Watchdog | undefined;
  /** Port on the loopback for /metrics and /health/live; undefined: none. */
  readonly metricsPort: number | undefined;
  /** Events or deliveries taken at a time. */
  readonly batchSize: number;
  /** Deliveries per transaction: a longer list of recipients is written in parts. */
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

const settings = z.object({
  ...processSettings,
  DATABASE_URL: required('mysql://user:password@host:3306/kanban'),
  QUEUE_PREFIX: variable(z.string().optional()),
  // An empty one is a choice: nobody.
  DEFAULT_RECIPIENT: z.string().default('kanban@localhost'),
  RELAY_BATCH_SIZE: wholeNumberOr(500, 1, 5_000),
  RELAY_DELIVERIES_A_TRANSACTION: wholeNumberOr(2_000, 1, 20_000),
  RELAY_POLL_MIN_MS: wholeNumberOr(10, 1, 10_000),
  RELAY_POLL_MAX_MS: wholeNumberOr(100, 1, 60_000),
  RELAY_PUBLISH_LEASE_MS: wholeNumberOr(10_000, 100, 600_000),
  RELAY_QUEUED_PATIENCE_MS: wholeNumberOr(120_000, 100, 86_400_000),
  RELAY_RECONCILE_INTERVAL_MS: wholeNumberOr(1_000, 10, 600_000),
  RELAY_FAN_OUT_ATTEMPTS: wholeNumberOr(3, 1, 100),
  MAX_ATTEMPTS: wholeNumberOr(40, 1, 1_000),
  DATABASE_DEADLINE_MS: wholeNumberOr(10_000, 100, 600_000),
  REDIS_DEADLINE_MS: wholeNumberOr(5_000, 100, 600_000),
});

/** Reads the relay's settings from `env`. Throws BadConfig naming the variable, or BadDatabaseUrl. */
export function readConfig(env: Environment): Config {
  const set = readSettings(settings, env);
  const database = requireDatabase(set.DATABASE_URL);
  const queuePrefix = set.QUEUE_PREFIX ?? queuePrefixOf(database);
  return Object.freeze({
    databaseUrl: set.DATABASE_URL,
    redisUrl: redisUrl(env, queuePrefix),
    queuePrefix,
    defaultRecipient: set.DEFAULT_RECIPIENT,
    logLevel: set.LOG_LEVEL,
    failPoint: failPointToArm(env),
    watchdog: watchdogOf(env),
    tracingEndpoint: set.OTEL_EXPORTER_OTLP_ENDPOINT,
    metricsPort: set.METRICS_PORT,
    batchSize: set.RELAY_BATCH_SIZE,
    deliveriesATransaction: set.RELAY_DELIVERIES_A_TRANSACTION,
    pollMinMs: set.RELAY_POLL_MIN_MS,
    pollMaxMs: set.RELAY_POLL_MAX_MS,
    publishLeaseMs: set.RELAY_PUBLISH_LEASE_MS,
    queuedPatienceMs: set.RELAY_QUEUED_PATIENCE_MS,
    reconcileIntervalMs: set.RELAY_RECONCILE_INTERVAL_MS,
    fanOutAttempts: set.RELAY_FAN_OUT_ATTEMPTS,
    maxAttempts: set.MAX_ATTEMPTS,
    databaseDeadlineMs: set.DATABASE_DEADLINE_MS,
    redisDeadlineMs: set.REDIS_DEADLINE_MS,
  });
}
