import type { PoolConnection } from 'mysql2/promise';

/** Notes events that have no recipient as fanned out and processed at once. Call in the claim's transaction. */
export async function markWithoutRecipient(
  connection: PoolConnection,
  ids: readonly number[],
): Promise<void> {
  if (ids.length === 0) return;
  await connection.query(
    `UPDATE outbox_events FORCE INDEX (PRIMARY) SET fanned_out_at = UTC_TIMESTAMP(6), processed_at = UTC_TIMESTAMP(6)
     WHERE id IN (?)`,
    [ids],
  );
}
