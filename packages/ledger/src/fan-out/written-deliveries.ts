import { inStatements, jsonOf, jsonRows, rowsAs } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { PublishableDelivery } from '../dispatch/publishable-delivery.ts';

/** The unique key `deliveries_once` of a delivery. */
export interface DeliveryKey {
  readonly eventId: number;
  readonly channel: string;
  readonly recipient: string;
}

export interface WrittenDelivery extends PublishableDelivery {
  readonly state: string;
}

const writtenSql = `SELECT d.id AS deliveryId, d.event_id AS eventId, d.channel, d.recipient, d.round, d.created_at AS createdAt, d.state
  FROM ${jsonRows('asked', { event_id: 'BIGINT UNSIGNED', channel: 'VARCHAR(16)', recipient: 'VARCHAR(254)' })}
  STRAIGHT_JOIN deliveries d FORCE INDEX (deliveries_once)
    ON d.event_id = asked.event_id AND d.channel = asked.channel AND d.recipient = asked.recipient`;

/**
 * Which of these are in the ledger, by `keyOf`. Looks up each one by its key, because an event may have a hundred
 * thousand others, and MySQL scans a table that it believes to be small. Call it under the lock of the events.
 */
export async function readWritten(
  connection: PoolConnection,
  deliveries: readonly DeliveryKey[],
): Promise<Map<string, WrittenDelivery>> {
  const keys = deliveries.map(({ eventId, channel, recipient }) => [eventId, channel, recipient]);
  const written = new Map<string, WrittenDelivery>();
  for (const list of inStatements(keys)) {
    const [rows] = await connection.query<RowDataPacket[]>(writtenSql, [jsonOf(list)]);
    for (const { recipient, ...row } of rowsAs<WrittenDelivery & { recipient: string }>(rows))
      written.set(keyOf({ ...row, recipient }), row);
  }
  return written;
}

/** The recipients of a long list that have no delivery from an earlier part. */
export async function leaveOutWritten<Key extends Omit<DeliveryKey, 'eventId'>>(
  connection: PoolConnection,
  eventId: number,
  listeners: readonly Key[],
): Promise<Key[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT channel, recipient FROM deliveries FORCE INDEX (deliveries_once) WHERE event_id = ?',
    [eventId],
  );
  if (rows.length === 0) return [...listeners];
  const written = new Set(rows.map(({ channel, recipient }) => keyOf({ eventId, channel, recipient })));
  return listeners.filter(({ channel, recipient }) => !written.has(keyOf({ eventId, channel, recipient })));
}

export function keyOf({ eventId, channel, recipient }: DeliveryKey): string {
  return `${eventId} ${channel} ${recipient}`;
}
