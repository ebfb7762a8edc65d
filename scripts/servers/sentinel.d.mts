import type { RedisNodes } from './redis-nodes.mjs';

export interface Sentinels extends RedisNodes {
  /** In the form that REDIS_URL takes. */
  readonly url: string;
  /** The port of the master, as the first sentinel sees it. */
  master(): Promise<number>;
}

/** A Redis with two replicas and three sentinels that fail over after a second without an answer. */
export function startSentinels(): Promise<Sentinels>;
