import { firstCharacters } from '@kanban/domain';
import type { PoolConnection } from 'mysql2/promise';

/**
 * Notes why an event could not be fanned out. It stays claimable until `maxAttempts`, and is then processed without
 * deliveries: the error can be read, and later events do not wait.
 */
export async function markRefused(
  connection: PoolConnection,
  id: number,
  reason: string,
  maxAttempts: number,
): Promise<void> {
  // MySQL assigns from left to right: `attempts` below is the new value.
  await connection.query(
    `UPDATE outbox_events FORCE INDEX (PRIMARY)
     SET attempts = attempts + 1,
         last_error = ?,
         fanned_out_at = IF(attempts >= ?, UTC_TIMESTAMP(6), NULL),
         processed_at = fanned_out_at
     WHERE id = ? AND fanned_out_at IS NULL`,
    [firstCharacters(reason, 1000), maxAttempts, id],
  );
}
