import { type Instant, readStateAt, type Span, type Visit } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
import { byIndex } from './by-index.ts';
import { inChunks } from './in-chunks.ts';
import { withReadableEntry } from './readable.ts';
import { loadReasonedBlocksOf, type ReasonedBlockRow } from './reasoned-blocks.ts';
import type { Snapshot } from './snapshot.ts';
import type { Stream } from './stream.ts';
import { isUnendedSince } from './unended-since.ts';
import { loadVisitsOf } from './visits-of-items.ts';

/** An item as all rows before an instant had left it. */
export interface ItemIn {
  itemId: number;
  reference: string;
  shortDesc: string | null;
  type: string | null;
  classOfService: string | null;
  assignee: string | null;
  parent: string | null;
  enteredAt: Instant;
  committedAt: Instant | null;
  finishedAt: Instant | null;
  droppedAt: Instant | null;
  visits: Visit[];
  blocks: ReasonedBlockRow[];
}

/**
 * All items that were open at some time in a range, or finished or dropped in it, as they were at an instant; by item. Costs the items
 * it returns and those that were finished or dropped after the range.
 */
export async function loadItemsIn(
  snapshot: Snapshot,
  { id, queues }: Stream,
  range: Span,
  at: Instant,
): Promise<ItemIn[]> {
  const rows = await loadTouching(snapshot, id, { from: range.from, to: Math.min(range.to, at) });
  const itemIds = rows.map(({ itemId }) => itemId);
  const visitsOf = await inChunks(itemIds, (chunk) => loadVisitsOf(snapshot, chunk));
  const blocksOf = await inChunks(itemIds, (chunk) => loadReasonedBlocksOf(snapshot, chunk, at));
  const stateAt = readStateAt(queues, at);
  return rows.flatMap((row) => {
    const state = stateAt(visitsOf.get(row.itemId) ?? []);
    if (state === null) return [];
    const { enteredAt, committedAt, finishedAt, droppedAt, visits } = state;
    const times = { enteredAt, committedAt, finishedAt, droppedAt };
    return [{ ...row, ...times, visits, blocks: blocksOf.get(row.itemId) ?? [] }];
  });
}

/** Three ranges of item_flow_finished (value_stream_id, finished_at, dropped_at), and a primary key an item. */
function loadTouching(snapshot: Snapshot, streamId: number, { from, to }: Span) {
  return snapshot
    .selectFrom(byIndex('item_flow', 'f', 'item_flow_finished'))
    .leftJoin(byIndex('work_items', 'w', 'PRIMARY'), 'w.id', 'f.item_id')
    .select([
      'f.item_id as itemId',
      'f.reference',
      'w.short_desc as shortDesc',
      'w.type',
      'w.class_of_service as classOfService',
      'w.assignee',
      'w.parent',
      'f.entered_at as enteredAt',
      'f.committed_at as committedAt',
    ])
    .where('f.value_stream_id', '=', streamId)
    .where(isUnendedSince(from))
    .where('f.entered_at', '<', instantValue(to))
    .orderBy('f.item_id')
    .execute()
    .then(withReadableEntry);
}
