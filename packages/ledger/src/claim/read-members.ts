import { formatInstant } from '@kanban/domain';
import type { BoardEvent } from '@kanban/notifications/messages';
import { parseJson } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';

/**
 * The other events of digests, in the order in which they happened. They do not change after the carrier's first claim,
 * so every copy says the same. Dead members died with the carrier, which is being sent again.
 */
export async function readMembers(
  connection: PoolConnection,
  carrierIds: readonly number[],
): Promise<Map<number, BoardEvent[]>> {
  if (carrierIds.length === 0) return new Map();
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT d.carried_by AS carrier, e.id, e.topic, e.payload, e.created_at
     FROM deliveries d JOIN outbox_events e ON e.id = d.event_id
     WHERE d.carried_by IN (?) AND d.state IN ('collected', 'dead') ORDER BY e.id`,
    [carrierIds],
  );
  const byCarrier = Map.groupBy(rows, ({ carrier }) => Number(carrier));
  return new Map(
    [...byCarrier].map(([carrier, members]) => [
      carrier,
      members.map((row) => ({
        eventId: Number(row.id),
        topic: String(row.topic),
        payload: parseJson(row.payload),
        occurredAt: formatInstant(row.created_at),
      })),
    ]),
  );
}
