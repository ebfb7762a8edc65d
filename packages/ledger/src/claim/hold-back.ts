import type { Instant } from '@kanban/domain';
import { jsonOf, sqlInstant, updateEach } from '@kanban/schema';
import type { PoolConnection } from 'mysql2/promise';
import type { ClaimedRow } from './claimed-rows.ts';
import { inOrder } from './in-order.ts';

const holdBackSql = `${updateEach('deliveries', 'd', { until: 'DATETIME(6)', is_first: 'INT' })}
  SET d.state = 'pending', d.round = d.round + 1, d.due_at = said.until, d.attempts = d.attempts - 1,
      d.message_id = IF(said.is_first, NULL, d.message_id), d.claim_token = NULL, d.claim_expires_at = NULL
  WHERE d.claim_token = ? AND d.state = 'sending'`;

/**
 * Returns claimed deliveries until an instant. This is not an attempt: after the first claim message_id is removed, so
 * fan-out may still supersede or extend the delivery. The round increases, because the job of this one is done.
 */
export async function holdBack(
  connection: PoolConnection,
  deliveries: readonly (readonly [row: ClaimedRow, until: Instant])[],
  claimToken: string,
): Promise<void> {
  if (deliveries.length === 0) return;
  const rows = deliveries.map(
    ([{ id, attempts }, until]) => [Number(id), sqlInstant(until), Number(attempts) === 1 ? 1 : 0] as const,
  );
  await connection.query(holdBackSql, [jsonOf(inOrder(rows)), claimToken]);
}
