import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Collection } from './plan-deliveries.ts';

/**
 * Locks the rows of `collections` with these keys to the end of the transaction, making those that are missing, and reads them
 * with their deliveries, which are locked too: a notifier that is about to claim one waits, and finds it superseded or with one
 * more to carry. In the order of the keys, so that relays do not deadlock; deliveries come behind, as nobody locks both else.
 */
export async function lockCollections(
  connection: PoolConnection,
  keys: ReadonlySet<string>,
): Promise<Map<string, Collection>> {
  if (keys.size === 0) return new Map();
  const inOrder = [...keys].sort();
  await connection.query(
    'INSERT INTO collections (collection_key) VALUES ? ON DUPLICATE KEY UPDATE collection_key = VALUES(collection_key)',
    [inOrder.map((key) => [key])],
  );
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT c.collection_key AS collectionKey, c.due_at AS dueAt, d.id, d.event_id AS eventId,
            d.state IN ('pending', 'queued') AND d.message_id IS NULL AND NOT d.may_be_duplicate AS isUntouched,
            d.state = 'superseded' AND d.superseded_reason = 'slot taken' AS wasTaken
     FROM collections c LEFT JOIN deliveries d ON d.id = c.delivery_id
     WHERE c.collection_key IN (?) ORDER BY c.collection_key FOR UPDATE`,
    [inOrder],
  );
  return new Map(
    rows.map((row) => [
      String(row.collectionKey),
      {
        dueAt: row.dueAt,
        delivery:
          row.id === null
            ? null
            : {
                id: Number(row.id),
                eventId: Number(row.eventId),
                isUntouched: Number(row.isUntouched) === 1,
                wasTaken: Number(row.wasTaken) === 1,
              },
      },
    ]),
  );
}
