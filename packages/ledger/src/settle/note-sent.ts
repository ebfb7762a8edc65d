import type { PoolConnection } from 'mysql2/promise';
import type { ClaimedDelivery } from '../claim/claim.ts';

/** Notes accepted deliveries: under this claim, or after the relay took them back and before another claim. */
export async function noteSent(
  connection: PoolConnection,
  deliveries: readonly ClaimedDelivery[],
): Promise<void> {
  await connection.query(
    `UPDATE deliveries FORCE INDEX (PRIMARY)
     SET state = 'sent', settled_at = UTC_TIMESTAMP(6), last_error = NULL,
         claim_token = NULL, claim_expires_at = NULL
     WHERE id IN (?) AND (claim_token IN (?) OR state <> 'sending')`,
    [
      deliveries.map(({ deliveryId }) => deliveryId),
      [...new Set(deliveries.map(({ claimToken }) => claimToken))],
    ],
  );
}
