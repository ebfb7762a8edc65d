import { inStatements, sqlInstant } from '@kanban/schema';
import type { PoolConnection } from 'mysql2/promise';
import type { PlannedDelivery } from './planned-delivery.ts';

/** Inserts the rows: pending (due when the lease ends if they are sent at once), collected, or superseded already. */
export async function insertDeliveries(
  connection: PoolConnection,
  deliveries: readonly PlannedDelivery[],
  now: number,
  leaseMs: number,
): Promise<void> {
  const leaseEnds = sqlInstant(now + leaseMs * 1000);
  const rows = deliveries.map((each) => [
    each.eventId,
    each.channel,
    each.recipient,
    each.state,
    each.dueAt === undefined ? leaseEnds : sqlInstant(each.dueAt),
    each.supersededBy ? sqlInstant(now) : null,
    each.subscriptionId,
    each.burstKey,
    each.isDigest,
    each.supersededBy ? 'later news' : null,
  ]);
  for (const list of inStatements(rows)) {
    await connection.query(
      `INSERT INTO deliveries (event_id, channel, recipient, state, due_at, settled_at, subscription_id, burst_key, is_digest,
         superseded_reason)
       VALUES ? ON DUPLICATE KEY UPDATE round = round`,
      [list],
    );
  }
}
