import { withConnection } from '@kanban/schema';
import type { Pool } from 'mysql2/promise';

/** Makes these pending and due again if no notifier has them yet, because their jobs may not be in Redis. */
export async function requeueThese(
  pool: Pool,
  deliveries: readonly { readonly deliveryId: number }[],
  deadlineMs: number,
): Promise<void> {
  await withConnection(pool, deadlineMs, (connection) =>
    connection.query(
      "UPDATE deliveries FORCE INDEX (PRIMARY) SET state = 'pending', due_at = UTC_TIMESTAMP(6) WHERE id IN (?) AND state = 'queued'",
      [deliveries.map(({ deliveryId }) => deliveryId).sort((first, second) => first - second)],
    ),
  );
}
