import mysql from 'mysql2';
import type { Pool } from 'mysql2/promise';
import { instantFromSql } from './instants.ts';

export interface PoolOptions {
  /** Connections at most; 10 by default. */
  readonly connectionLimit?: number;
  /** Time to get a connection to the server, 10 s by default. */
  readonly connectTimeoutMs?: number;
  /** Shown in the server's process list. */
  readonly applicationName?: string;
  /** The isolation level of every session; the server's default when not given. */
  readonly isolation?: 'READ COMMITTED' | 'REPEATABLE READ';
}

/** A database address that is not one: its message is a sentence for the person who set it, without the password. */
export class BadDatabaseUrl extends Error {}

/**
 * A pool of connections that speak UTC: DATETIME columns come back as microseconds since the epoch (`Instant`),
 * DECIMAL and BIGINT as numbers. Opens no connection yet.
 */
export function createPool(url: string, options: PoolOptions = {}): Pool {
  return createCallbackPool(url, options).promise();
}

/** The same pool in the callback style that Kysely's dialect takes. */
export function createCallbackPool(url: string, options: PoolOptions): mysql.Pool {
  const address = parseDatabaseUrl(url);
  const pool = mysql.createPool({
    ...address,
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
    if (options.isolation) connection.query(`SET SESSION TRANSACTION ISOLATION LEVEL ${options.isolation}`);
  });
  return pool;
}

/** Takes `mysql://user:password@host:port/database` apart. Throws BadDatabaseUrl. */
export function parseDatabaseUrl(url: string) {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new BadDatabaseUrl(
      'DATABASE_URL is not an address of the form mysql://user:password@host:3306/database',
    );
  }
  if (parsed.protocol !== 'mysql:' && parsed.protocol !== 'mariadb:') {
    throw new BadDatabaseUrl(`DATABASE_URL starts with ${parsed.protocol}// but must start with mysql://`);
  }
  const database = decodeURIComponent(parsed.pathname.slice(1));
  return {
    host: parsed.hostname.replace(/^\[|\]$/g, '') || '127.0.0.1',
    port: parsed.port === '' ? 3306 : Number(parsed.port),
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    ...(database === '' ? {} : { database }),
  };
}
