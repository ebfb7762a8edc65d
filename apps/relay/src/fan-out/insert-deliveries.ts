import type { Channel } from '@kanban/notifications';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { PublishableDelivery } from '../dispatch/publish.ts';

export interface NewDelivery {
  readonly eventId: number;
  readonly channel: Channel;
  readonly recipient: string;
}

/**
 * Writes the deliveries of fanned-out events and returns them as jobs to publish. They are pending with due_at behind the
 * lease: this relay publishes them right after COMMIT, and when it dies before that, any relay does once the lease is over.
 * The unique key (event, channel, recipient) makes a repetition change nothing. Call in the claim's transaction.
 */
export async function insertDeliveries(
  connection: PoolConnection,
  deliveries: readonly NewDelivery[],
  leaseMs: number,
): Promise<PublishableDelivery[]> {
  if (deliveries.length === 0) return [];
  const rows = deliveries.map(() => '(?, ?, ?, UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND)').join(', ');
  await connection.query(
    `INSERT INTO deliveries (event_id, channel, recipient, due_at) VALUES ${rows}
     ON DUPLICATE KEY UPDATE round = round`,
    deliveries.flatMap(({ eventId, channel, recipient }) => [eventId, channel, recipient, leaseMs * 1000]),
  );
  const [written] = await connection.query<RowDataPacket[]>(
    `SELECT id AS deliveryId, event_id AS eventId, channel, round, created_at AS createdAt FROM deliveries
     WHERE event_id IN (?) AND state = 'pending' ORDER BY id`,
    [deliveries.map(({ eventId }) => eventId)],
  );
  return written as unknown as PublishableDelivery[];
}
