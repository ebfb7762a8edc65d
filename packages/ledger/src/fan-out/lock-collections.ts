import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Collection, WaitingDelivery } from './planned-delivery.ts';

/**
 * Locks the rows of `collections` with these keys until the end of the transaction, and their deliveries; returns both.
 * A notifier that claims such a delivery waits, and then finds it superseded or with one more member. In the order of
 * the keys, so that relays do not deadlock, and deliveries after them. A missing key has no row to lock: the second
 * transaction that inserts it gets a duplicate key (`CollectionBegun`) and starts again.
 */
export async function lockCollections(
  connection: PoolConnection,
  keys: ReadonlySet<string>,
): Promise<Map<string, Collection>> {
  if (keys.size === 0) return new Map();
  const inOrder = [...keys].sort();
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT collection_key AS collectionKey, due_at AS dueAt, delivery_id AS deliveryId FROM collections
     FORCE INDEX (PRIMARY) WHERE collection_key IN (?) ORDER BY collection_key FOR UPDATE`,
    [inOrder],
  );
  const deliveries = await lockDeliveries(
    connection,
    rows.map(({ deliveryId }) => Number(deliveryId)),
  );
  return new Map(
    rows.map(({ collectionKey, dueAt, deliveryId }) => [
      String(collectionKey),
      { dueAt, delivery: deliveries.get(Number(deliveryId)) ?? null },
    ]),
  );
}

/** In the order of their ids, as notifiers claim. */
async function lockDeliveries(
  connection: PoolConnection,
  ids: readonly number[],
): Promise<Map<number, WaitingDelivery>> {
  if (ids.length === 0) return new Map();
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT id, event_id AS eventId,
            state IN ('pending', 'queued') AND message_id IS NULL AND NOT may_be_duplicate AS isUntouched,
            COALESCE(state = 'superseded' AND superseded_reason = 'slot taken', FALSE) AS wasTaken
     FROM deliveries FORCE INDEX (PRIMARY) WHERE id IN (?) ORDER BY id FOR UPDATE`,
    [ids.toSorted((a, b) => a - b)],
  );
  return new Map(
    rows.map(({ id, eventId, isUntouched, wasTaken }) => [
      Number(id),
      {
        id: Number(id),
        eventId: Number(eventId),
        isUntouched: Number(isUntouched) === 1,
        wasTaken: Number(wasTaken) === 1,
      },
    ]),
  );
}
