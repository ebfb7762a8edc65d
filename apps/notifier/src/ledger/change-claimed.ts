import { type Instant, sqlInstant } from '@kanban/schema';
import type { PoolConnection } from 'mysql2/promise';

/** Why a delivery that was claimed is settled without a message. */
export type LetGoReason = 'later news' | 'slot taken' | 'unsubscribed';

/** Settles a claimed delivery without a message. It was no attempt. A crash before this leaves `sending`, as ever. */
export async function letGo(
  connection: PoolConnection,
  deliveryId: number,
  claimToken: string,
  reason: LetGoReason,
  supersededBy: number | null = null,
): Promise<void> {
  await connection.query(
    `UPDATE deliveries
     SET state = 'superseded', superseded_reason = ?, superseded_by = ?, settled_at = UTC_TIMESTAMP(6),
         attempts = attempts - 1, claim_token = NULL, claim_expires_at = NULL
     WHERE id = ? AND claim_token = ? AND state = 'sending'`,
    [reason, supersededBy, deliveryId, claimToken],
  );
}

/**
 * Gives a claimed delivery back until an instant. It was no attempt: message_id goes with the first one, so that fan-out may
 * still supersede it or add to it (made anew it is the same). A new round, since the job of this one is done.
 */
export async function holdBack(
  connection: PoolConnection,
  deliveryId: number,
  claimToken: string,
  until: Instant,
): Promise<void> {
  // MySQL assigns from left to right: attempts is the lowered one in what follows.
  await connection.query(
    `UPDATE deliveries
     SET state = 'pending', round = round + 1, due_at = ?, attempts = attempts - 1,
         message_id = IF(attempts = 0, NULL, message_id), claim_token = NULL, claim_expires_at = NULL
     WHERE id = ? AND claim_token = ? AND state = 'sending'`,
    [sqlInstant(until), deliveryId, claimToken],
  );
}
