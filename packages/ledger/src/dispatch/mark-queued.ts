import { withConnection } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { Pool } from 'mysql2/promise';
import type { PublishableDelivery } from './publishable-delivery.ts';

/**
 * Notes deliveries whose jobs are in Redis, by primary key. Changes only rows still pending in the published round,
 * because a notifier may have been faster. From now on due_at says when to check whether the job was lost.
 */
export async function markQueued(
  pool: Pool,
  deliveries: readonly PublishableDelivery[],
  patienceMs: number,
  deadlineMs: number,
): Promise<void> {
  const byRound = Map.groupBy(deliveries, ({ round }) => round);
  for (const [round, group] of byRound) {
    await withConnection(pool, deadlineMs, (connection) =>
      connection.query(
        `UPDATE deliveries FORCE INDEX (PRIMARY)
         SET state = 'queued', queued_at = UTC_TIMESTAMP(6),
             due_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND
         WHERE id IN (?) AND round = ? AND state = 'pending'`,
        [patienceMs * 1000, group.map(({ deliveryId }) => deliveryId).sort((a, b) => a - b), round],
      ),
    );
    // A kill leaves the others pending with their jobs in Redis; publishing them again changes nothing.
    failPoint('dispatch round marked');
  }
}
