import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../failure.ts';
import type { Progress } from '../terminal/progress.ts';
import type { HistoryItem, ItemHistory } from './history.ts';
import { HistoryWriter } from './history-writer.ts';
import { parts } from './parts.ts';
import type { Queue, Stream } from './streams.ts';

const itemsAtOnce = 2_000;
const referencesAtOnce = 1_000;
const referencesNamed = 5;

/** Writes the histories of items, as `HistoryWriter` does. */
export async function writeHistory(
  connection: PoolConnection,
  stream: Stream,
  queues: readonly Queue[],
  histories: readonly ItemHistory[],
  progress: Progress,
): Promise<void> {
  const writer = await HistoryWriter.begin(connection, stream, queues);
  try {
    progress.stage('Writing items', histories.length);
    let written = 0;
    for (const some of parts(histories, itemsAtOnce)) {
      await writer.addItems(some);
      written += some.length;
      progress.at(written);
    }
    await writer.finish(progress);
  } finally {
    writer.close();
  }
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
