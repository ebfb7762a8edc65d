import { Cluster, Redis } from 'ioredis';
import { parseRedisUrl, type RedisAddress } from './redis-address.ts';
import { FreshSentinelConnector } from './sentinel-connector.ts';

/** A connection to one server (also one found by Sentinel), or to a cluster. */
export type RedisClient = Redis | Cluster;

export interface ConnectOptions {
  /** Shown in Redis's list of clients. */
  readonly name: string;
  /**
   * For a producer: a command fails if Redis is away or does not answer within so many milliseconds. Without it,
   * commands wait until Redis is back, as BullMQ's workers need.
   */
  readonly failAfterMs?: number;
}

/** If an answer is due and nothing arrives for so long, the connection is half-open. Workers block for 10 s at most. */
const SILENT_MS = 15_000;

/**
 * Connects to the Redis that `url` names (redis-address.ts), and again whenever the connection is lost. The caller
 * listens to `error`.
 * - Behind Sentinel, every connection asks the sentinels for the master and closes as soon as they announce another
 *   one, also if the old master hangs with open connections.
 * - On a cluster, the map of slots is read again when a node disconnects, and every five seconds, because a hanging
 *   node gives no sign.
 * - READONLY means that the server became a replica: the name now has another address, so connect again.
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
    // At least 100 ms apart: commands of a worker survive the failover, those of a producer do not.
    maxRedirections: how.failAfterMs === undefined ? 100 : 16,
    slotsRefreshInterval: 5_000,
    // Certificates contain the names that the nodes announce, not the addresses.
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
    Connector: FreshSentinelConnector,
    failoverDetector: true,
    sentinelRetryStrategy: pauseMs,
    // A sentinel that was away may announce the next failover.
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
