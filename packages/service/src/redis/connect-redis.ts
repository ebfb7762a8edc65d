import { Cluster, Redis } from 'ioredis';
import { parseRedisUrl, type RedisAddress } from './redis-address.ts';

/** A connection to one server, also one that sentinels point to, or to a cluster. */
export type RedisClient = Redis | Cluster;

export interface ConnectOptions {
  /** Shown in Redis's list of clients. */
  readonly name: string;
  /**
   * For a producer: a command fails when Redis is away, or does not answer within as many milliseconds. Without it
   * commands wait until Redis is back, as BullMQ's workers need it.
   */
  readonly failAfterMs?: number;
}

/** Expecting an answer and hearing nothing for as long: the connection is only half there. Workers block for 10 s at most. */
const SILENT_MS = 15_000;

/**
 * Connects to what `url` (redis-address.ts) names, and again whenever it is lost. The caller listens to `error`.
 *
 * - Behind Sentinel every connection asks the sentinels for the master, and is closed as soon as they announce another
 *   one: also when the old master only hangs and its connections stay.
 * - On a cluster the map of slots is read anew when a node goes, and every five seconds, since one that hangs goes without
 *   a word.
 * - READONLY means that the server became a replica: another address stands behind the name now, so connect anew.
 */
export function connectRedis(url: string, how: ConnectOptions): RedisClient {
  const address = parseRedisUrl(url);
  if (address.kind === 'cluster') return connectCluster(address, how);
  return new Redis({
    ...commonOptions(address, how),
    db: address.database,
    enableOfflineQueue: how.failAfterMs === undefined,
    retryStrategy: pauseMs,
    ...(address.kind === 'sentinel' ? sentinelOptions(address) : address.endpoints[0]),
  });
}

function connectCluster(address: RedisAddress, how: ConnectOptions): Cluster {
  return new Cluster([...address.endpoints], {
    redisOptions: commonOptions(address, how),
    enableOfflineQueue: how.failAfterMs === undefined,
    clusterRetryStrategy: pauseMs,
    // At least 100 ms apart: a worker's commands outlast the failover, a producer's do not.
    maxRedirections: how.failAfterMs === undefined ? 100 : 16,
    slotsRefreshInterval: 5_000,
    // Certificates are for names, which the nodes announce; the addresses behind them are not in there.
    ...(address.isSecure ? { dnsLookup: (host, found) => found(null, host) } : {}),
  });
}

function commonOptions(
  { username, password, isSecure }: RedisAddress,
  { name, failAfterMs }: ConnectOptions,
) {
  return {
    connectionName: name,
    socketTimeout: SILENT_MS,
    reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
    ...(isSecure ? { tls: {} } : {}),
    ...(failAfterMs === undefined
      ? { maxRetriesPerRequest: null }
      : { maxRetriesPerRequest: 1, connectTimeout: failAfterMs, commandTimeout: failAfterMs }),
  };
}

function sentinelOptions({ endpoints, masterName, isSecure, sentinelPassword }: RedisAddress) {
  return {
    sentinels: [...endpoints],
    name: masterName,
    failoverDetector: true,
    sentinelRetryStrategy: pauseMs,
    // A sentinel that was away may be the one that announces the next failover.
    sentinelReconnectStrategy: () => 5_000,
    sentinelCommandTimeout: 2_000,
    ...(isSecure ? { enableTLSForSentinelMode: true, sentinelTLS: {} } : {}),
    ...(sentinelPassword === '' ? {} : { sentinelPassword }),
  };
}

/** Before the `times`th try to connect. */
function pauseMs(times: number): number {
  return Math.min(50 * 2 ** times, 2_000);
}
