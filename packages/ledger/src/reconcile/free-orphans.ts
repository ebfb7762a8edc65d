import type { PoolConnection } from 'mysql2/promise';

/** Makes members of digests pending by themselves if their carrier no longer exists. */
export async function freeOrphans(connection: PoolConnection, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await connection.query(
    "UPDATE deliveries FORCE INDEX (PRIMARY) SET carried_by = NULL, state = 'pending' WHERE id IN (?) AND state = 'collected'",
    [ids],
  );
}
