import type { RedisNodes } from './redis-nodes.mjs';

export interface RedisCluster extends RedisNodes {
  /** In the form that REDIS_URL takes. */
  readonly url: string;
  /** The port of the master that has a key. */
  ownerOf(key: string): Promise<number>;
}

/** A Redis Cluster of three masters with a replica each, that takes over after two seconds without an answer. */
export function startRedisCluster(): Promise<RedisCluster>;
