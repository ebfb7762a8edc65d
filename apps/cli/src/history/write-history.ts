import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../failure.ts';
import type { Progress } from '../terminal/progress.ts';
import type { History, HistoryItem } from './history.ts';
import { insertAuditRows, insertItems, insertPlaces } from './insert-rows.ts';
import { parts } from './parts.ts';
import type { Queue, Stream } from './streams.ts';

const referencesAtOnce = 1_000;
const referencesNamed = 5;

/**
 * Writes a history into a stream within the caller's transaction (READ COMMITTED) and bulk session: items, audit rows, where the
 * items are now. Nothing of it is announced, and limits are not enforced on the past; the end of the session counts and projects.
 */
export async function writeHistory(
  connection: PoolConnection,
  stream: Stream,
  queues: readonly Queue[],
  history: History,
  progress: Progress,
): Promise<void> {
  const itemIds = await insertItems(connection, stream, history, progress);
  await insertAuditRows(connection, { stream, queues, history, itemIds }, progress);
  await insertPlaces(connection, history, progress);
}

/** Throws Refused when one of the items is in the database, naming some. */
export async function refuseKnownItems(
  connection: PoolConnection,
  items: readonly HistoryItem[],
): Promise<void> {
  const known: string[] = [];
  for (const some of parts(items, referencesAtOnce)) {
    const references = some.map((item) => item.reference);
    const [rows] = await connection.query<RowDataPacket[]>(
      'SELECT reference FROM work_items WHERE reference IN (?)',
      [references],
    );
    for (const { reference } of rows) known.push(String(reference));
  }
  if (known.length === 0) return;
  const named = known.slice(0, referencesNamed).join(', ');
  const more = known.length > referencesNamed ? ` and ${known.length - referencesNamed} more` : '';
  throw new Refused(
    `The database already has ${known.length === 1 ? 'an item' : 'items'} with the reference ${named}${more}; history is only written for new items.`,
  );
}
