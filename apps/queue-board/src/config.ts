import { queuePrefixOf } from '@kanban/notifications';
import { accessTokens, type Environment, redisUrl, type Watchdog, watchdogOf } from '@kanban/service';
import { flag, logLevel, readSettings, variable, wholeNumberOr } from '@kanban/service/settings';
import { z } from 'zod';

export interface Config {
  readonly redisUrl: string;
  /** In front of all keys in Redis; as relays and notifiers have it. */
  readonly queuePrefix: string;
  readonly host: string;
  readonly port: number;
  /** At least one: nobody sees the queues without. */
  readonly tokens: readonly string[];
  /** Whether jobs may be retried, removed and so on. */
  readonly isWritable: boolean;
  readonly logLevel: string;
  /** The receiver of the signs of life; undefined: none. */
  readonly watchdog: Watchdog | undefined;
}

const settings = z.object({
  LOG_LEVEL: logLevel,
  API_TOKENS: accessTokens.refine(
    (tokens) => tokens.length > 0,
    'is not set: the queues are shown to nobody without a token.',
  ),
  QUEUE_PREFIX: variable(z.string().default(queuePrefixOf('kanban'))),
  HOST: variable(z.string().default('127.0.0.1')),
  QUEUE_BOARD_PORT: wholeNumberOr(8081, 0, 65_535),
  QUEUE_BOARD_WRITABLE: flag,
});

/** Reads the settings from `env`. Throws BadConfig naming the variable. */
export function readConfig(env: Environment): Config {
  const set = readSettings(settings, env);
  return Object.freeze({
    redisUrl: redisUrl(env, set.QUEUE_PREFIX),
    queuePrefix: set.QUEUE_PREFIX,
    host: set.HOST,
    port: set.QUEUE_BOARD_PORT,
    tokens: set.API_TOKENS,
    isWritable: set.QUEUE_BOARD_WRITABLE,
    logLevel: set.LOG_LEVEL,
    watchdog: watchdogOf(env),
  });
}
