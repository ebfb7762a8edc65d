import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { queryRepeatedly } from './repeat-deadlocked.ts';

const LEASE_SECONDS = 30;
const RENEW_EVERY_MS = 10_000;
const LOOK_AGAIN_MS = 5_000;

/**
 * On a Galera cluster a row lock works on one node only. So migrators on different nodes take a lease in a row and work
 * one after the other. On other servers this does nothing. Resolves when this migrator has the lease, to a function
 * that releases it.
 *
 * A DDL statement blocks every write in the cluster, also renewals. So an expired lease is taken over only after it was
 * seen expired twice without a renewal in between; the read waits for blocked writes (wsrep_sync_wait). If a migrator
 * loses its lease all the same, `onLost` is called.
 */
export async function lockCluster(pool: Pool, onLost: () => void): Promise<() => Promise<void>> {
  const connection = await pool.getConnection();
  if (!(await isGalera(connection))) {
    connection.release();
    return async () => {};
  }
  await queryRepeatedly(connection, 'SET SESSION wsrep_sync_wait = 3');
  await queryRepeatedly(
    connection,
    `CREATE TABLE IF NOT EXISTS schema_cluster_lock (
    id TINYINT NOT NULL PRIMARY KEY, holder VARCHAR(36) NOT NULL, renewals BIGINT NOT NULL, until DATETIME(6) NOT NULL)
    ENGINE = InnoDB`,
  );
  await changed(connection, "INSERT IGNORE INTO schema_cluster_lock VALUES (1, '', 0, UTC_TIMESTAMP(6))");
  const holder = randomUUID();
  await acquire(connection, holder);
  const renewing = setInterval(async () => {
    const renewed = await changed(
      connection,
      `UPDATE schema_cluster_lock
       SET renewals = renewals + 1, until = UTC_TIMESTAMP(6) + INTERVAL ${LEASE_SECONDS} SECOND
       WHERE id = 1 AND holder = ?`,
      [holder],
    ).catch(() => 0);
    if (renewed === 0) onLost();
  }, RENEW_EVERY_MS);
  return async () => {
    clearInterval(renewing);
    await changed(connection, "UPDATE schema_cluster_lock SET holder = '' WHERE id = 1 AND holder = ?", [
      holder,
    ]);
    connection.release();
  };
}

async function acquire(connection: PoolConnection, holder: string): Promise<void> {
  let expired: number | undefined;
  for (;;) {
    const [[row]] = await queryRepeatedly<RowDataPacket[]>(
      connection,
      'SELECT holder, renewals, until < UTC_TIMESTAMP(6) AS isExpired FROM schema_cluster_lock WHERE id = 1',
    );
    const other = row?.holder;
    const renewals = row?.renewals;
    const isExpired = row?.isExpired === 1;
    if (other === '' || (isExpired && renewals === expired)) {
      const taken = await changed(
        connection,
        `UPDATE schema_cluster_lock
         SET holder = ?, renewals = renewals + 1, until = UTC_TIMESTAMP(6) + INTERVAL ${LEASE_SECONDS} SECOND
         WHERE id = 1 AND holder = ? AND renewals = ?`,
        [holder, other, renewals],
      );
      if (taken === 1) return;
    }
    expired = isExpired ? renewals : undefined;
    await pause(expired === undefined ? 500 : LOOK_AGAIN_MS);
  }
}

export async function isGalera(connection: PoolConnection): Promise<boolean> {
  const [[status]] = await queryRepeatedly<RowDataPacket[]>(
    connection,
    "SHOW STATUS LIKE 'wsrep_provider_name'",
  );
  return Boolean(status?.Value);
}

/** The number of rows that one statement changed; repeated after a conflict with another node, which rolled it back. */
async function changed(connection: PoolConnection, sql: string, values: unknown[] = []): Promise<number> {
  const [{ affectedRows }] = await queryRepeatedly<ResultSetHeader>(connection, sql, values);
  return affectedRows;
}
