import { type Instant, type Range, readStateAt, type Visit } from '@kanban/domain';
import { type FinishedItemRow, loadFinishedItems } from './finished-items.ts';

import { inChunks } from './in-chunks.ts';
import type { Snapshot } from './snapshot.ts';
import type { Stream } from './stream.ts';
import { loadUnendedItems, type UnendedItemRow } from './unended-items.ts';
import { loadVisitsOfFinished } from './visits-of-finished.ts';
import { loadVisitsOf } from './visits-of-items.ts';

export interface OpenItemAt extends UnendedItemRow {
  queueId: number;
  visits: Visit[];
}

export type FinishedItemAt = FinishedItemRow & { visits: Visit[] };

export interface ItemsAt {
  /** Neither finished nor dropped at the instant, by item. */
  open: OpenItemAt[];
  /** Finished in the range, and still so at the instant; by item. */
  finished: FinishedItemAt[];
  /** Dropped in the range and still so at the instant, of those that are open now or ended after it. */
  droppedThen: (UnendedItemRow & { droppedAt: Instant })[];
}

/**
 * The items of a stream as all rows before an instant left them: those open then, and those finished in a range before it. Costs the
 * items it returns and those that ended since.
 */
export async function loadItemsAt(
  snapshot: Snapshot,
  { id, queues }: Stream,
  at: Instant,
  range: Pick<Range, 'from' | 'to'>,
): Promise<ItemsAt> {
  const stateAt = readStateAt(queues, at);
  const unended = await loadUnendedItems(snapshot, id, at);
  const visitsOf = await inChunks(
    unended.map(({ itemId }) => itemId),
    (itemIds) => loadVisitsOf(snapshot, itemIds),
  );
  const before = { from: range.from, to: Math.min(range.to, at) };
  const open: OpenItemAt[] = [];
  const droppedThen: ItemsAt['droppedThen'] = [];
  // Moves within finished queues may have followed since.
  const finished = (await loadFinishedBefore(snapshot, id, before)).flatMap((item) => {
    const visits = stateAt(item.visits)?.visits;
    return visits ? [{ ...item, visits }] : [];
  });
  for (const item of unended) {
    const state = stateAt(visitsOf.get(item.itemId) ?? []);
    if (state === null) continue;
    const { queueId, enteredAt, committedAt, finishedAt, droppedAt, visits } = state;
    if (finishedAt !== null) {
      const isInRange = finishedAt >= range.from && finishedAt < range.to;
      if (isInRange) finished.push({ ...item, enteredAt, committedAt, finishedAt, visits });
    } else if (droppedAt === null && queueId !== null) {
      open.push({ ...item, queueId, enteredAt, committedAt, visits });
    } else if (droppedAt !== null && droppedAt >= range.from) {
      droppedThen.push({ ...item, enteredAt, committedAt, droppedAt });
    }
  }
  return { open, droppedThen, finished: finished.sort((a, b) => a.itemId - b.itemId) };
}

async function loadFinishedBefore(snapshot: Snapshot, streamId: number, range: Pick<Range, 'from' | 'to'>) {
  if (range.from >= range.to) return [];
  const items = await loadFinishedItems(snapshot, streamId, range);
  const visits = await loadVisitsOfFinished(snapshot, streamId, range);
  return items.map((item): FinishedItemAt => ({ ...item, visits: visits.get(item.itemId) ?? [] }));
}
