import mysql from 'mysql2';
import type { Pool } from 'mysql2/promise';
import { databaseHosts, parseDatabaseUrl } from './database-url.ts';
import { instantFromSql } from './instants.ts';
import { SeveralHosts } from './several-hosts.ts';

export interface PoolOptions {
  /** Connections at most; 10 by default. */
  readonly connectionLimit?: number;
  /** Time to get a connection to the server, 10 s by default. */
  readonly connectTimeoutMs?: number;
  /** Shown in the server's process list. */
  readonly applicationName?: string;
  /** The isolation level of every session; the server's default when not given. */
  readonly isolation?: 'READ COMMITTED' | 'REPEATABLE READ';
  /**
   * On a Galera cluster, statements wait until their node has what others had committed before: a job may be in Redis sooner
   * than its row is on the node of who takes it, who would find nothing. Costs a round through the cluster a statement.
   */
  readonly waitsForOtherNodes?: boolean;
  /** Of several hosts, one that is read-only will do. */
  readonly readsOnly?: boolean;
}

/**
 * A pool of connections that speak UTC: DATETIME columns come back as microseconds since the epoch (`Instant`),
 * DECIMAL and BIGINT as numbers. Opens no connection yet. Of several hosts in `url` it uses the first that serves (several-hosts.ts).
 */
export function createPool(url: string, options: PoolOptions = {}): Pool {
  return createCallbackPool(url, options).promise();
}

/** The same pool in the callback style that Kysely's dialect takes. */
export function createCallbackPool(url: string, options: PoolOptions): mysql.Pool {
  const address = parseDatabaseUrl(url);
  const all = databaseHosts(url);
  const hosts = all.length > 1 ? new SeveralHosts(all, options.readsOnly ?? false) : undefined;
  const pool = mysql.createPool({
    ...address,
    ...(hosts ? { stream: hosts.stream } : {}),
    connectionLimit: options.connectionLimit ?? 10,
    connectTimeout: options.connectTimeoutMs ?? 10_000,
    connectAttributes: { program_name: options.applicationName ?? 'kanban-flow' },
    charset: 'UTF8MB4_BIN',
    timezone: 'Z',
    decimalNumbers: true,
    enableKeepAlive: true,
    typeCast: (field, next) => {
      if (field.type !== 'DATETIME' && field.type !== 'TIMESTAMP') return next();
      const text = field.string();
      return text === null ? null : instantFromSql(text);
    },
  });
  pool.on('connection', (connection) => {
    // mysql2 runs these before whatever the pool's user asks of the new connection.
    connection.query("SET time_zone = '+00:00'");
    // BEGIN, SELECT, UPDATE and DELETE. A server that is no such cluster may not know the variable.
    if (options.waitsForOtherNodes) connection.query('SET SESSION wsrep_sync_wait = 3', () => {});
    if (options.isolation) connection.query(`SET SESSION TRANSACTION ISOLATION LEVEL ${options.isolation}`);
  });
  hosts?.follow(pool);
  return pool;
}
