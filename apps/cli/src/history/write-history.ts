import type { PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../failure.ts';
import type { Progress } from '../terminal/progress.ts';
import type { History, HistoryItem } from './history.ts';
import { insertAuditRows, insertItems, insertPlaces } from './insert-rows.ts';
import { callRebuild } from './rebuild.ts';
import type { Queue, Stream } from './streams.ts';

const referencesAtOnce = 1_000;
const referencesNamed = 5;

/**
 * Writes a history into a stream within the caller's transaction (READ COMMITTED): items, audit rows, where the items
 * are now, then counters and projections set-wise. Nothing of it is announced, and limits are not enforced on the past.
 * Movers of the stream wait only from the last stages to the commit. Throws Refused when an item exists already.
 */
export async function writeHistory(
  connection: PoolConnection,
  stream: Stream,
  queues: readonly Queue[],
  history: History,
  progress: Progress,
): Promise<void> {
  await refuseKnownItems(connection, history.items);
  await connection.query('INSERT INTO bulk_sessions (connection_id) VALUES (CONNECTION_ID())');
  const itemIds = await insertItems(connection, stream, history.items, progress);
  await insertAuditRows(connection, { stream, queues, history, itemIds }, progress);
  await insertPlaces(connection, history, progress);
  progress.stage('Counting and projecting');
  await callRebuild(connection, stream.id);
  await noteMoves(connection, stream, queues, history);
  await connection.query('DELETE FROM bulk_sessions WHERE connection_id = CONNECTION_ID()');
}

/** Throws Refused when one of the items is in the database, naming some. */
export async function refuseKnownItems(
  connection: PoolConnection,
  items: readonly HistoryItem[],
): Promise<void> {
  const known: string[] = [];
  for (let start = 0; start < items.length; start += referencesAtOnce) {
    const references = items.slice(start, start + referencesAtOnce).map((item) => item.reference);
    const [rows] = await connection.query<RowDataPacket[]>(
      'SELECT reference FROM work_items WHERE reference IN (?)',
      [references],
    );
    known.push(...rows.map((row) => String(row.reference)));
  }
  if (known.length === 0) return;
  const named = known.slice(0, referencesNamed).join(', ');
  const more = known.length > referencesNamed ? ` and ${known.length - referencesNamed} more` : '';
  throw new Refused(
    `The database already has ${known.length === 1 ? 'an item' : 'items'} with the reference ${named}${more}; history is only written for new items.`,
  );
}

/** Readers tell by `queue_state.moves` that there is something new. */
async function noteMoves(
  connection: PoolConnection,
  stream: Stream,
  queues: readonly Queue[],
  { steps }: History,
): Promise<void> {
  const moves = new Map<string, number>();
  for (const { from, to } of steps) {
    for (const name of [from, to]) if (name !== null) moves.set(name, (moves.get(name) ?? 0) + 1);
  }
  for (const queue of queues.toSorted((a, b) => a.id - b.id)) {
    await connection.query<ResultSetHeader>(
      'UPDATE queue_state SET moves = moves + ? WHERE value_stream = ? AND queue_id = ?',
      [moves.get(queue.name) ?? 0, stream.name, queue.id],
    );
  }
}
