import { z } from 'zod';
import { BadConfig, type Environment, readSettings, required } from '../settings.ts';

interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** The address of Redis. `endpoints`: the server, the sentinels, or nodes of the cluster that know the others. */
export interface RedisAddress {
  readonly kind: 'server' | 'sentinel' | 'cluster';
  readonly endpoints: readonly Endpoint[];
  readonly isSecure: boolean;
  readonly username: string;
  readonly password: string;
  readonly database: number;
  /** The sentinels' name of the master; empty for the other kinds. */
  readonly masterName: string;
  /** The sentinels' own password, which is another one than Redis's. */
  readonly sentinelPassword: string;
}

const EXAMPLES =
  'redis://host:6379/0, redis+sentinel://host1:26379,host2:26379/mymaster/0 or redis+cluster://host1:6379,host2:6379';

const settings = z.object({ REDIS_URL: required('redis://host:6379/0') });

const form = /^(rediss?)(?:\+(sentinel|cluster))?:\/\/(?:([^@/]*)@)?([^@/?]+)((?:\/[^/?]*)*)(\?.*)?$/;

/**
 * REDIS_URL, judged. Throws BadConfig with a sentence that never shows its value: there may be a password in it.
 *
 * @param queuePrefix what stands in front of all keys: on a cluster it must keep a queue's keys on one node
 */
export function redisUrl(env: Environment, queuePrefix: string): string {
  const { REDIS_URL: url } = readSettings(settings, env);
  const { kind } = parseRedisUrl(url);
  if (kind === 'cluster' && !/\{[^{}]+\}/.test(queuePrefix)) {
    throw new BadConfig(
      `QUEUE_PREFIX is ${queuePrefix} but needs braces on a Redis Cluster, like {${queuePrefix}}: they keep a queue's keys on one node`,
    );
  }
  return url;
}

/**
 * Parses an address: `redis[s]://[user:password@]host[:port][/database]`; behind Sentinel
 * `redis[s]+sentinel://[…@]host,host…/master[/database][?sentinelPassword=…]`; for a cluster
 * `redis[s]+cluster://[…@]host,host…`. `rediss` uses TLS for sentinels and nodes too. Throws BadConfig.
 */
export function parseRedisUrl(url: string): RedisAddress {
  const [, scheme, sort, login = '', hosts = '', path = '', query = ''] = form.exec(url) ?? bad();
  const kind = (sort ?? 'server') as RedisAddress['kind'];
  const endpoints = hosts.split(',').map((host) => endpointOf(host, kind === 'sentinel' ? 26_379 : 6_379));
  if (kind === 'server' && endpoints.length > 1) {
    throw new BadConfig(
      'REDIS_URL names several hosts: say redis+sentinel:// or redis+cluster:// before them',
    );
  }
  const parts = path.split('/').slice(1).map(decoded);
  const masterName = kind === 'sentinel' ? (parts.shift() ?? '') : '';
  if (kind === 'sentinel' && masterName === '') {
    throw new BadConfig(
      'REDIS_URL does not say what the sentinels call the master, like redis+sentinel://host1:26379,host2:26379/mymaster/0',
    );
  }
  const [database = '', ...rest] = parts;
  if (!/^\d*$/.test(database) || rest.join('') !== '') bad();
  if (kind === 'cluster' && Number(database) !== 0) {
    throw new BadConfig(`REDIS_URL names database ${database}, but a Redis Cluster has no other than 0`);
  }
  const [username = '', password = ''] = login.split(/:(.*)/s).map(decoded);
  return {
    kind,
    endpoints,
    isSecure: scheme === 'rediss',
    username,
    password,
    database: Number(database),
    masterName,
    sentinelPassword: new URLSearchParams(query).get('sentinelPassword') ?? '',
  };
}

function endpointOf(text: string, defaultPort: number): Endpoint {
  const [, address, name, port = defaultPort] =
    /^(?:\[([\da-f:.]+)\]|([^:[\]\s]+))(?::(\d+))?$/i.exec(text) ?? bad();
  if (Number(port) < 1 || Number(port) > 65_535) {
    throw new BadConfig(`REDIS_URL has the port ${port}; ports go from 1 to 65535`);
  }
  return { host: address ?? name ?? '', port: Number(port) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return bad();
  }
}

function bad(): never {
  throw new BadConfig(`REDIS_URL is not an address of the form ${EXAMPLES}`);
}
