import mysql from 'mysql2';
import type { Pool } from 'mysql2/promise';
import { databaseHosts, parseDatabaseUrl } from './database-url.ts';
import { instantFromSql } from './instants.ts';
import { SeveralHosts } from './several-hosts.ts';

/**
 * The meaning of our statements must not depend on the server's configuration. With NO_BACKSLASH_ESCAPES a value could
 * end the text that mysql2 puts it into; without autocommit single statements are never committed.
 */
const ownSession = `SET NAMES utf8mb4 COLLATE utf8mb4_bin, time_zone = '+00:00', autocommit = 1,
  sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'`;

export interface PoolOptions {
  /** Connections at most; 10 by default. */
  readonly connectionLimit?: number;
  /** Time to connect to the server, 10 s by default. */
  readonly connectTimeoutMs?: number;
  /** Shown in the server's process list. */
  readonly applicationName?: string;
  /** The isolation level of every session; the server's default when not given. */
  readonly isolation?: 'READ COMMITTED' | 'REPEATABLE READ';
  /** Sessions can write nothing, but in a transaction that says it does. */
  readonly access?: 'READ ONLY';
  /**
   * On a Galera cluster, statements wait until their node has everything that others committed before: a job may reach
   * Redis before its row reaches the notifier's node. Costs one round through the cluster per statement.
   */
  readonly waitsForOtherNodes?: boolean;
  /**
   * True: innodb_snapshot_isolation as on the server, like a person's connection. Default OFF: programs lock rows to
   * read what is committed, like MySQL and MariaDB before 11.6, and would be refused with 1020.
   */
  readonly asServerIsolates?: boolean;
  /** Of several hosts, a read-only one is accepted. */
  readonly readsOnly?: boolean;
}

/**
 * A pool of connections in UTC: DATETIME columns are returned as microseconds since 1970 (`Instant`), DECIMAL and
 * BIGINT as numbers. Opens no connection yet. Of several hosts in `url` it uses the first that works
 * (several-hosts.ts).
 */
export function createPool(url: string, options: PoolOptions = {}): Pool {
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
    // mysql2 runs these before the first statement of the pool's user on a new connection.
    connection.query(ownSession);
    // BEGIN, SELECT, UPDATE and DELETE. A server outside a cluster may not know the variable.
    if (options.waitsForOtherNodes) connection.query('SET SESSION wsrep_sync_wait = 3', () => {});
    // Only recent versions of MariaDB know the variable.
    if (!options.asServerIsolates) connection.query('SET SESSION innodb_snapshot_isolation = OFF', () => {});
    const { isolation, access } = options;
    const characteristics = [isolation && `ISOLATION LEVEL ${isolation}`, access].filter(Boolean).join(', ');
    if (characteristics !== '') connection.query(`SET SESSION TRANSACTION ${characteristics}`);
  });
  hosts?.follow(pool);
  return pool.promise();
}
