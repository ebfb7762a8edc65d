import { inStatements, sqlInstant } from '@kanban/schema';
import type { PoolConnection } from 'mysql2/promise';
import type { IdOf, Plan } from './planned-delivery.ts';

/** Another relay has begun the same burst or digest: roll back and repeat, and it is found. */
export class CollectionBegun extends Error {}

const DUPLICATE_KEY = 1062;

/** New rows by a plain INSERT: if another relay began the same one, this is a duplicate key. */
export async function noteCollections(
  connection: PoolConnection,
  collections: Plan['collections'],
  idOf: IdOf,
): Promise<void> {
  const inOrder = [...collections].sort(([a], [b]) => (a < b ? -1 : 1));
  const write = async (isNew: boolean, rest: string) => {
    const rows = inOrder
      .filter(([, collection]) => collection.isNew === isNew)
      .map(([key, { dueAt, latest }]) => [key, sqlInstant(dueAt), idOf(latest)]);
    for (const list of inStatements(rows))
      await connection.query(
        `INSERT INTO collections (collection_key, due_at, delivery_id) VALUES ? ${rest}`,
        [list],
      );
  };
  await write(true, '').catch((error) => {
    throw error.errno === DUPLICATE_KEY
      ? new CollectionBegun('Another relay began it', { cause: error })
      : error;
  });
  await write(false, 'ON DUPLICATE KEY UPDATE due_at = VALUES(due_at), delivery_id = VALUES(delivery_id)');
}
