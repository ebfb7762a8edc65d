import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Collection, WaitingDelivery } from './plan-deliveries.ts';

/**
 * Locks the rows of `collections` with these keys to the end of the transaction and reads them with their deliveries, which are
 * locked too: a notifier that is about to claim one waits, and finds it superseded or with one more to carry. In the order of
 * the keys, so that relays do not deadlock; deliveries come behind, as nobody locks both else. A key that is missing has no
 * row to lock: whoever inserts it second gets a duplicate key (see `isRaceForCollection`) and begins anew behind the first.
 */
export async function lockCollections(
  connection: PoolConnection,
  keys: ReadonlySet<string>,
): Promise<Map<string, Collection>> {
  if (keys.size === 0) return new Map();
  const inOrder = [...keys].sort();
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT collection_key AS collectionKey, due_at AS dueAt, delivery_id AS deliveryId FROM collections
     WHERE collection_key IN (?) ORDER BY collection_key FOR UPDATE`,
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
     FROM deliveries WHERE id IN (?) ORDER BY id FOR UPDATE`,
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

/**
 * Whether another relay has begun a burst or digest of a recipient that we were about to begin: the transaction is rolled back,
 * and done again finds it.
 */
export function isRaceForCollection(error: unknown): boolean {
  const { errno, message } = error as { errno?: number; message?: string };
  return errno === 1062 && message?.includes('PRIMARY') === true;
}
