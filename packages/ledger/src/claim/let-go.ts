import { jsonOf, updateEach } from '@kanban/schema';
import type { PoolConnection } from 'mysql2/promise';
import { inOrder } from './in-order.ts';

/** Why a claimed delivery is settled without a message. */
export type LetGoReason = 'later news' | 'slot taken' | 'unsubscribed';

const letGoSql = `${updateEach('deliveries', 'd', { later: 'BIGINT UNSIGNED' })}
  SET d.state = 'superseded', d.superseded_reason = ?, d.superseded_by = said.later, d.settled_at = UTC_TIMESTAMP(6),
      d.attempts = d.attempts - 1, d.claim_token = NULL, d.claim_expires_at = NULL
  WHERE d.claim_token = ? AND d.state = 'sending'`;

/**
 * Settles claimed deliveries without a message, each with the delivery that supersedes it, or null. This is not an
 * attempt. After a crash before it they stay `sending`.
 */
export async function letGo(
  connection: PoolConnection,
  deliveries: readonly (readonly [id: number, supersededBy: number | null])[],
  claimToken: string,
  reason: LetGoReason,
): Promise<void> {
  if (deliveries.length === 0) return;
  await connection.query(letGoSql, [jsonOf(inOrder(deliveries)), reason, claimToken]);
}
