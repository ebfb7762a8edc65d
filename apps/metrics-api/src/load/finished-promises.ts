import type { Instant, Range, Span } from '@kanban/domain';
import { withFieldsThen } from './as-of/fields-then.ts';
import { inOrderOfFinishing, loadFinishedThen } from './as-of/finished-then.ts';
import { byIndex } from './by-index.ts';
import { isFinishedIn } from './finished-in.ts';
import { loadFinishedItemsById } from './finished-items.ts';
import { withReadableEntry } from './readable.ts';
import type { Snapshot } from './snapshot.ts';

/** What decides whether a finished item kept its promise. */
export interface FinishedPromise {
  itemId: number;
  type: string | null;
  classOfService: string | null;
  dueAt: Instant | null;
  enteredAt: Instant;
  committedAt: Instant | null;
  finishedAt: Instant;
}

/** Of the items finished in a range (half open), in the order of finishing: item_flow_finished, then a primary key per item. */
export async function loadFinishedPromises(
  snapshot: Snapshot,
  streamId: number,
  range: Pick<Range, 'from' | 'to'>,
): Promise<FinishedPromise[]> {
  const { range: asNow, others } = await loadFinishedThen(snapshot, streamId, range);
  const itemIds = others.map(({ itemId }) => itemId);
  const rest = await loadFinishedItemsById(snapshot, streamId, itemIds);
  const rows = asNow === null ? [] : await loadPromises(snapshot, streamId, asNow);
  const known = await withFieldsThen(snapshot, streamId, withReadableEntry(rows));
  return inOrderOfFinishing<FinishedPromise>(known, rest);
}

/** `loadFinishedPromises` for parts of two ranges: where these overlap, their items are read once. */
export function loadPromisesOfBoth(one: Span, other: Span): typeof loadFinishedPromises {
  if (one.from >= other.to || other.from >= one.to) return loadFinishedPromises;
  const both = { from: Math.min(one.from, other.from), to: Math.max(one.to, other.to) };
  let read: Promise<FinishedPromise[]> | undefined;
  return async (snapshot, streamId, { from, to }) => {
    read ??= loadFinishedPromises(snapshot, streamId, both);
    return (await read).filter(({ finishedAt }) => finishedAt >= from && finishedAt < to);
  };
}

function loadPromises(snapshot: Snapshot, streamId: number, range: Span): Promise<FinishedPromise[]> {
  return snapshot
    .selectFrom(byIndex('item_flow', 'f', 'item_flow_finished'))
    .leftJoin(byIndex('work_items', 'w', 'PRIMARY'), 'w.id', 'f.item_id')
    .select([
      'f.item_id as itemId',
      'w.type',
      'w.class_of_service as classOfService',
      'w.date_due as dueAt',
      'f.entered_at as enteredAt',
      'f.committed_at as committedAt',
      'f.finished_at as finishedAt',
    ])
    .where('f.value_stream_id', '=', streamId)
    .where(isFinishedIn(range))
    .orderBy('f.finished_at')
    .orderBy('f.dropped_at')
    .orderBy('f.item_id')
    .$narrowType<{ finishedAt: Instant }>()
    .execute();
}
