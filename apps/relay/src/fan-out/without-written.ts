import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { WantedDelivery } from './plan-deliveries.ts';

/**
 * Leaves out what an earlier fan-out of the same events has written: of an event that is offered again by hand, a delivery
 * that is there must not take part in a burst or digest a second time. By the unique key, under the lock of the events.
 */
export async function withoutWritten(
  connection: PoolConnection,
  wanted: readonly WantedDelivery[],
): Promise<WantedDelivery[]> {
  if (wanted.length === 0) return [];
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT event_id AS eventId, channel, recipient FROM deliveries WHERE event_id IN (?)',
    [[...new Set(wanted.map(({ eventId }) => eventId))]],
  );
  const written = new Set(
    rows.map(({ eventId, channel, recipient }) => `${eventId} ${channel} ${recipient}`),
  );
  return wanted.filter(
    ({ eventId, channel, recipient }) => !written.has(`${eventId} ${channel} ${recipient}`),
  );
}
