import type { Instant, Range } from '@kanban/domain';
import { loadFinishedAt } from '../load/finished-at.ts';
import { type FinishedItemRow, loadFinishedItems } from '../load/finished-items.ts';
import { finishedPages } from '../load/finished-page.ts';
import { loadItemsAt } from '../load/items-at.ts';
import type { Snapshot } from '../load/snapshot.ts';
import type { Stream } from '../load/stream.ts';
import { asksForAll, type FilterQuery, filteredItems, readFitting } from './asked-items.ts';
import { chunksOf, isAfter, type Place } from './list.ts';

export interface FinishedQuery extends FilterQuery {
  at?: string | undefined;
}

/** What the items are of: `range` need not be the one that was asked for. */
interface Asked {
  stream: Stream;
  range: Pick<Range, 'from' | 'to'>;
  at: Instant;
}

/** Whether the present state of all items is asked for: then numbers of an index do, and the log tells all changes. */
export function isPlain(query: FinishedQuery): boolean {
  return query.at === undefined && asksForAll(query);
}

/** The items finished in a range, of those that were asked for and as they were at the instant asked for; in the order of finishing. */
export async function askedFinished(
  snapshot: Snapshot,
  asked: Asked,
  query: FinishedQuery,
): Promise<readonly FinishedItemRow[]> {
  return filteredItems(snapshot, await finishedAt(snapshot, asked, query), query, asked.at);
}

/** When they were finished, in no order. */
export async function askedFinishedAt(
  snapshot: Snapshot,
  asked: Asked,
  query: FinishedQuery,
): Promise<readonly Instant[]> {
  if (isPlain(query)) return loadFinishedAt(snapshot, asked.stream.id, asked.range);
  return (await askedFinished(snapshot, asked, query)).map(({ finishedAt }) => finishedAt);
}

/** The same in pieces, of which only those that are read cost anything; with `at` all are read at once. */
export async function* askedFinishedPages(
  snapshot: Snapshot,
  asked: Asked,
  query: FinishedQuery,
  { after, size }: { after?: Place | undefined; size: number },
): AsyncGenerator<readonly FinishedItemRow[]> {
  const { stream, range, at } = asked;
  const fitting = await readFitting(snapshot, query, at);
  if (query.at === undefined) {
    for await (const rows of finishedPages(snapshot, stream.id, range, { after, size })) yield fitting(rows);
    return;
  }
  const rows = (await finishedAt(snapshot, asked, query)).filter(({ itemId, finishedAt }) =>
    isAfter({ value: finishedAt, id: itemId }, after, 'ascending'),
  );
  for await (const chunk of chunksOf(rows, size)) yield fitting(chunk);
}

async function finishedAt(snapshot: Snapshot, { stream, range, at }: Asked, query: FinishedQuery) {
  if (query.at === undefined) return loadFinishedItems(snapshot, stream.id, range);
  const { finished } = await loadItemsAt(snapshot, stream, at, range);
  return finished.sort((a, b) => a.finishedAt - b.finishedAt || a.itemId - b.itemId);
}
