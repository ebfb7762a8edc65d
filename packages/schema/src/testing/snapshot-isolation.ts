import type { Pool, PoolConnection } from 'mysql2/promise';

/**
 * Whether this session's own statements are refused (1020) where a row changed after the snapshot, as MariaDB does from 11.6
 * on; elsewhere they go on with the row as it is. Only MariaDB knows the choice: false where there is none.
 */
export async function setSnapshotIsolation(
  connection: Pool | PoolConnection,
  to: 'ON' | 'OFF' | 'DEFAULT',
): Promise<boolean> {
  return connection.query(`SET SESSION innodb_snapshot_isolation = ${to}`).then(
    () => true,
    (error) => {
      if (error.errno === 1193) return false;
      throw error;
    },
  );
}
