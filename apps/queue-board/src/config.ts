import { queuePrefixOf } from '@kanban/notifications';
import {
  accessTokens,
  BadConfig,
  type Environment,
  logLevel,
  redisUrl,
  type Watchdog,
  watchdogOf,
  wholeNumber,
} from '@kanban/service';

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
  /** Who is told that it lives; undefined: nobody. */
  readonly watchdog: Watchdog | undefined;
}

/** Reads the settings from `env`. Throws BadConfig naming the variable. */
export function readConfig(env: Environment): Config {
  const tokens = accessTokens('API_TOKENS', env.API_TOKENS);
  if (tokens.length === 0) {
    throw new BadConfig('API_TOKENS is not set: the queues are shown to nobody without a token.');
  }
  const queuePrefix = env.QUEUE_PREFIX || queuePrefixOf('kanban');
  return Object.freeze({
    redisUrl: redisUrl(env, queuePrefix),
    queuePrefix,
    host: env.HOST || '127.0.0.1',
    port: wholeNumber(env, 'QUEUE_BOARD_PORT', 8081, 0, 65_535),
    tokens,
    isWritable: isWritable(env),
    logLevel: logLevel(env),
    watchdog: watchdogOf(env),
  });
}

function isWritable({ QUEUE_BOARD_WRITABLE: text = '' }: Environment): boolean {
  if (['', 'false', 'true'].includes(text)) return text === 'true';
  throw new BadConfig(`QUEUE_BOARD_WRITABLE is ${text} but must be true or false`);
}
