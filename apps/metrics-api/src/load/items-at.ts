import { type Instant, type Range, readStateAt, type Visit, visitsBefore } from '@kanban/domain';
import { isRefolded } from './as-of/is-refolded.ts';
import { type FinishedItemRow, loadFinishedItems, loadStillFinished } from './finished-items.ts';
import type { FinishedTimes } from './finished-times.ts';
import { inChunks } from './in-chunks.ts';
import type { Snapshot } from './snapshot.ts';
import type { Stream } from './stream.ts';
import { loadUnendedItems, type UnendedItemRow } from './unended-items.ts';
import { loadVisitsOfFinished } from './visits-of-finished.ts';
import { loadVisitsOf } from './visits-of-items.ts';

export interface OpenItemAt extends UnendedItemRow {
  queueId: number;
  visits: readonly Visit[];
}

/** What is read of finished items: all that is told of them, or the times alone. */
interface FinishedBy<Row extends FinishedTimes> {
  load(snapshot: Snapshot, streamId: number, range: Pick<Range, 'from' | 'to'>): Promise<Row[]>;
  /** Of one that was finished then and has moved since, which is read whole. */
  of(item: FinishedItemRow): Row;
}

export interface ItemsAt<Row = FinishedItemRow> {
  /** Neither finished nor dropped at the instant, by item. */
  open: OpenItemAt[];
  /** Finished in the range, and still so at the instant; by item. */
  finished: (Row & { visits: readonly Visit[] })[];
  /** Dropped in the range and still so at the instant, of those that are open now or ended after it. */
  droppedThen: (UnendedItemRow & { droppedAt: Instant })[];
}

/**
 * The items of a stream as all rows before an instant left them: those open then, and those finished in a range before it. Costs the
 * items it returns and those that ended since.
 */
export function loadItemsAt(
  snapshot: Snapshot,
  stream: Stream,
  at: Instant,
  range: Pick<Range, 'from' | 'to'>,
): Promise<ItemsAt> {
  return loadItemsAtBy({ load: loadFinishedItems, of: (item) => item }, snapshot, stream, at, range);
}

/** The same with less read of finished items. */
export async function loadItemsAtBy<Row extends FinishedTimes>(
  finishedBy: FinishedBy<Row>,
  snapshot: Snapshot,
  stream: Stream,
  at: Instant,
  range: Pick<Range, 'from' | 'to'>,
): Promise<ItemsAt<Row>> {
  const { id, queues } = stream;
  const stateAt = readStateAt(queues, at);
  const unended = await loadUnendedItems(snapshot, stream, at);
  const visitsOf = await inChunks(
    unended.map(({ itemId }) => itemId),
    (itemIds) => loadVisitsOf(snapshot, itemIds),
  );
  const before = { from: range.from, to: Math.min(range.to, at) };
  const open: OpenItemAt[] = [];
  const droppedThen: ItemsAt['droppedThen'] = [];
  // Else all items are among the unended ones.
  const finished = (await isRefolded(snapshot, stream))
    ? []
    : await loadFinishedBefore(finishedBy, snapshot, id, before, at);
  for (const item of unended) {
    const state = stateAt(visitsOf.get(item.itemId) ?? []);
    if (state === null) continue;
    const { queueId, enteredAt, committedAt, finishedAt, droppedAt, visits } = state;
    if (finishedAt !== null) {
      const isInRange = finishedAt >= range.from && finishedAt < range.to;
      if (isInRange)
        finished.push({ ...finishedBy.of({ ...item, enteredAt, committedAt, finishedAt }), visits });
    } else if (droppedAt === null && queueId !== null) {
      open.push({ ...item, queueId, enteredAt, committedAt, visits });
    } else if (droppedAt !== null && droppedAt >= range.from) {
      droppedThen.push({ ...item, enteredAt, committedAt, droppedAt });
    }
  }
  return { open, droppedThen, finished: finished.sort((a, b) => a.itemId - b.itemId) };
}

async function loadFinishedBefore<Row extends FinishedTimes>(
  { load, of }: FinishedBy<Row>,
  snapshot: Snapshot,
  streamId: number,
  range: Pick<Range, 'from' | 'to'>,
  at: Instant,
): Promise<(Row & { visits: readonly Visit[] })[]> {
  if (range.from >= range.to) return [];
  // Those that were reopened since are among the unended ones.
  const items =
    snapshot.asOf === undefined
      ? await load(snapshot, streamId, range)
      : (await loadStillFinished(snapshot, streamId, range)).map(of);
  const itemIds = items.map(({ itemId }) => itemId);
  const visitsOf = await loadVisitsOfFinished(snapshot, streamId, range, itemIds);
  return items.flatMap((item) => {
    // Moves within finished queues may have followed since.
    const visits = visitsBefore(visitsOf.get(item.itemId) ?? [], at);
    return visits.length > 0 ? [{ ...item, visits }] : [];
  });
}
