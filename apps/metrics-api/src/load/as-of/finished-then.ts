import { type Instant, readStateAt, type Span } from '@kanban/domain';
import { inChunks } from '../in-chunks.ts';
import { loadMovedItems } from '../moved-items.ts';
import type { Snapshot } from '../snapshot.ts';
import { loadVisitsOf } from '../visits-of-items.ts';
import { loadAllItemIds } from './all-item-ids.ts';
import { loadStreamsThen } from './streams-then.ts';
import type { FinishedOfStream, FinishedThen } from './undone.ts';

export interface FinishedIn {
  /** Where item_flow says what was so then; null: nowhere. */
  range: Span | null;
  /** What it says otherwise now: items finished in the range and reopened since; or all, where it cannot be asked. */
  others: readonly FinishedThen[];
}

/** How the items that were finished in a range are found: by item_flow as it is, and beside it. Without `asOf` all are in item_flow. */
export async function loadFinishedThen(
  { asOf }: Snapshot,
  streamId: number,
  range: Span,
): Promise<FinishedIn> {
  if (asOf === undefined) return { range, others: [] };
  const { isOfAll, items } = await asOf.finishedOf(streamId);
  const until = { from: range.from, to: Math.min(range.to, asOf.instant) };
  return {
    range: isOfAll ? null : until,
    others: items.filter(({ finishedAt }) => finishedAt >= until.from && finishedAt < until.to),
  };
}

/** Rows of a range and those beside them, in the order of finishing. */
export function inOrderOfFinishing<Row extends FinishedThen>(rows: Row[], others: readonly Row[]): Row[] {
  if (others.length === 0) return rows;
  return [...rows, ...others].sort((a, b) => a.finishedAt - b.finishedAt || a.itemId - b.itemId);
}

/** Rows of item_flow with the times that they had. */
export function withTimesThen<Row extends FinishedThen>(rows: Row[], others: readonly FinishedThen[]): Row[] {
  if (others.length === 0) return rows;
  const then = new Map(others.map((item) => [item.itemId, item]));
  return rows.map((row) => ({ ...row, ...then.get(row.itemId) }));
}

/** Items that were finished at an instant, where item_flow says otherwise: of those that moved since, or of all. */
export async function readFinishedThen(
  snapshot: Snapshot,
  streamId: number,
  instant: Instant,
): Promise<FinishedOfStream> {
  const stream = (await loadStreamsThen(snapshot)).find(({ id }) => id === streamId);
  if (stream === undefined) return { isOfAll: true, items: [] };
  const isOfAll = (await snapshot.asOf?.isRefolded(stream)) ?? false;
  const itemIds = isOfAll
    ? await loadAllItemIds(snapshot, streamId)
    : await loadUnlikeNow(snapshot, streamId, instant);
  const visits = await inChunks(itemIds, (chunk) => loadVisitsOf(snapshot, chunk));
  const stateAt = readStateAt(stream.queues, instant);
  const items = itemIds.flatMap((itemId) => {
    const { enteredAt, committedAt, finishedAt } = stateAt(visits.get(itemId) ?? []) ?? {};
    if (enteredAt === undefined || finishedAt === null || finishedAt === undefined) return [];
    return [{ itemId, enteredAt, committedAt: committedAt ?? null, finishedAt }];
  });
  return { isOfAll, items };
}

/** Items that moved since, but for those that are finished since before: these only moved on. */
async function loadUnlikeNow(snapshot: Snapshot, streamId: number, instant: Instant): Promise<number[]> {
  const moved = await loadMovedItems(snapshot, streamId, { from: instant });
  const finishedAt = await inChunks(moved, async (chunk) => {
    const rows = await snapshot
      .selectFrom('item_flow')
      .select(['item_id as itemId', 'finished_at as finishedAt'])
      .where('item_id', 'in', chunk)
      .execute();
    return new Map(rows.map((row) => [row.itemId, row.finishedAt]));
  });
  return moved.filter((itemId) => (finishedAt.get(itemId) ?? instant) >= instant);
}
