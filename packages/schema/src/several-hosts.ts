import { connect } from 'node:net';
import { withinDeadline } from '@kanban/service/within-deadline';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2';
import type { DatabaseHost } from './database-url.ts';
import { isRetryable } from './retry.ts';

/** A connection is tested before it is lent if its last test is older than this. */
const TRUST_MS = 1_000;
/** A server that does not answer in this time counts as away. */
const ANSWER_MS = 2_000;

/** The servers of one database, shared by all connections of a pool, which stay on one server while it works. */
export class SeveralHosts {
  readonly #hosts: readonly DatabaseHost[];
  readonly #hostOf = new WeakMap<object, DatabaseHost>();
  readonly #askedAt = new WeakMap<PoolConnection, number>();
  readonly #readsOnly: boolean;
  #current = 0;

  /** @param readsOnly a server that refuses to write will do */
  constructor(hosts: readonly DatabaseHost[], readsOnly: boolean) {
    this.#hosts = hosts;
    this.#readsOnly = readsOnly;
  }

  /** For mysql2: opens the socket of a new connection. */
  stream = ({ config }: { config: object }) => {
    this.#hostOf.set(config, this.#here);
    return connect({ ...this.#here, noDelay: true, keepAlive: true });
  };

  /**
   * Makes `pool` lend only connections to a server that works. If the present one is away, hangs, has left its cluster
   * or became read-only, the next one is tried, each once. After that the error is thrown, as with one host.
   */
  follow(pool: Pool): void {
    const lend = pool.getConnection.bind(pool);
    const lendOne = () =>
      new Promise<PoolConnection>((resolve, reject) => {
        lend((error, connection) => (error ? reject(error) : resolve(connection)));
      });
    const giveUp = (connection: PoolConnection) => {
      connection.destroy();
      // The pool reports a lent connection to counters; here it is reported as returned.
      pool.emit('release', connection);
    };
    pool.getConnection = (callback) => {
      this.#lend(lendOne, giveUp).then(
        (connection) => callback(null, connection),
        (error) => callback(error, undefined as never),
      );
    };
  }

  async #lend(
    lendOne: () => Promise<PoolConnection>,
    giveUp: (connection: PoolConnection) => void,
  ): Promise<PoolConnection> {
    for (let tries = 1; ; ) {
      const asked = this.#here;
      let connection: PoolConnection | undefined;
      try {
        connection = await lendOne();
        // Left over from a server that was given up.
        if (this.#hostOf.get(connection.config) !== this.#here) {
          giveUp(connection);
          continue;
        }
        await this.#mustServe(connection);
        return connection;
      } catch (error) {
        if (connection) giveUp(connection);
        if (!isRetryable(error)) throw error;
        if (asked === this.#here) this.#current = (this.#current + 1) % this.#hosts.length;
        if (tries++ >= this.#hosts.length) throw error;
      }
    }
  }

  get #here(): DatabaseHost {
    return this.#hosts[this.#current] as DatabaseHost;
  }

  async #mustServe(connection: PoolConnection): Promise<void> {
    const now = performance.now();
    if (now - (this.#askedAt.get(connection) ?? Number.NEGATIVE_INFINITY) < TRUST_MS) return;
    const [isReadOnly, isReady] = await answers(connection);
    if (!isReady) throw Object.assign(new Error('The node has left its cluster'), { errno: 1047 });
    if (isReadOnly && !this.#readsOnly)
      throw Object.assign(new Error('The server is read-only'), { errno: 1290 });
    this.#askedAt.set(connection, now);
  }
}

/** A server without the provider is in no cluster, whatever its `ready` variable says. */
const READINESS = "SHOW STATUS WHERE Variable_name IN ('wsrep_provider_name', 'wsrep_ready')";

/** Whether the server is read-only, and whether it answers: a Galera node without a majority does not. */
function answers(connection: PoolConnection): Promise<[isReadOnly: boolean, isReady: boolean]> {
  const asked = new Promise<[boolean, boolean]>((resolve, reject) => {
    connection.query<RowDataPacket[]>('SELECT @@read_only AS isReadOnly', (error, [row] = []) => {
      if (error) return reject(error);
      connection.query<RowDataPacket[]>(READINESS, (failed, rows = []) => {
        if (failed) return reject(failed);
        const { wsrep_provider_name: provider, wsrep_ready: isReady } = Object.fromEntries(
          rows.map(({ Variable_name, Value }) => [Variable_name, Value]),
        );
        resolve([row?.isReadOnly === 1, !provider || isReady === 'ON']);
      });
    });
  });
  return withinDeadline(ANSWER_MS, asked, () => {
    const passed = new Error(`The database did not answer within ${ANSWER_MS} ms`);
    throw Object.assign(passed, { code: 'ETIMEDOUT' });
  });
}
