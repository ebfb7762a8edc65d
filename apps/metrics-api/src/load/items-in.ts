import { type Instant, readStateAt, type Span, type Visit } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
import { withFieldsThen } from './as-of/fields-then.ts';
import { isRefolded } from './as-of/is-refolded.ts';
import { byIndex } from './by-index.ts';
import { inChunks } from './in-chunks.ts';
import { withReadableEntry } from './readable.ts';
import { loadReasonedBlocksOf, type ReasonedBlockRow } from './reasoned-blocks.ts';
import type { Snapshot } from './snapshot.ts';
import type { Stream } from './stream.ts';
import { isUnendedSince } from './unended-since.ts';
import { loadVisitsOf } from './visits-of-items.ts';

/** An item as all rows before an instant had left it. */
export interface ItemTimesIn {
  itemId: number;
  enteredAt: Instant;
  committedAt: Instant | null;
  finishedAt: Instant | null;
  droppedAt: Instant | null;
  visits: readonly Visit[];
  blocks: ReasonedBlockRow[];
}

/** The same with what people write about it. */
export interface ItemIn extends ItemTimesIn {
  reference: string;
  shortDesc: string | null;
  type: string | null;
  classOfService: string | null;
  assignee: string | null;
  parent: string | null;
}

/**
 * All items that were open at some time in a range, or finished or dropped in it, as they were at an instant; by item. Costs the items
 * it returns and those that were finished or dropped after the range.
 */
export async function loadItemsIn(
  snapshot: Snapshot,
  stream: Stream,
  range: Span,
  at: Instant,
): Promise<ItemIn[]> {
  const rows = await (await selectTouching(snapshot, stream, range, at))
    .leftJoin(byIndex('work_items', 'w', 'PRIMARY'), 'w.id', 'f.item_id')
    .select([
      'w.short_desc as shortDesc',
      'w.type',
      'w.class_of_service as classOfService',
      'w.assignee',
      'w.parent',
    ])
    .execute();
  return asTheyWere(snapshot, stream, await withFieldsThen(snapshot, stream.id, rows), range, at);
}

/** The same without what work_items holds. */
export async function loadItemTimesIn(
  snapshot: Snapshot,
  stream: Stream,
  range: Span,
  at: Instant,
): Promise<ItemTimesIn[]> {
  const rows = await (await selectTouching(snapshot, stream, range, at)).execute();
  return asTheyWere(snapshot, stream, rows, range, at);
}

async function asTheyWere<Row extends { itemId: number; enteredAt: Instant; committedAt: Instant | null }>(
  snapshot: Snapshot,
  { queues }: Stream,
  all: Row[],
  range: Span,
  at: Instant,
) {
  const rows = withReadableEntry(all);
  const itemIds = rows.map(({ itemId }) => itemId);
  const visitsOf = await inChunks(itemIds, (chunk) => loadVisitsOf(snapshot, chunk));
  const blocksOf = await inChunks(itemIds, (chunk) => loadReasonedBlocksOf(snapshot, chunk, at));
  const stateAt = readStateAt(queues, at);
  return rows.flatMap((row) => {
    const state = stateAt(visitsOf.get(row.itemId) ?? []);
    if (state === null) return [];
    const { enteredAt, committedAt, finishedAt, droppedAt, visits } = state;
    // One that was reopened since had ended before the range.
    if ((finishedAt ?? droppedAt ?? range.from) < range.from) return [];
    const times = { enteredAt, committedAt, finishedAt, droppedAt };
    return [{ ...row, ...times, visits, blocks: blocksOf.get(row.itemId) ?? [] }];
  });
}

/**
 * Three ranges of item_flow_finished (value_stream_id, finished_at, dropped_at), and a primary key an item: without the reference MySQL
 * scans the whole index, which has all the rest, when it believes old statistics. Where the projections tell something else than they
 * did at the instant of `asOf`, all items that had entered.
 */
async function selectTouching(snapshot: Snapshot, stream: Stream, { from, to }: Span, at: Instant) {
  const isOfAll = await isRefolded(snapshot, stream);
  return snapshot
    .selectFrom(byIndex('item_flow', 'f', 'item_flow_finished'))
    .select([
      'f.item_id as itemId',
      'f.reference',
      'f.entered_at as enteredAt',
      'f.committed_at as committedAt',
    ])
    .where('f.value_stream_id', '=', stream.id)
    .$if(!isOfAll, (query) => query.where(isUnendedSince(from)))
    .where('f.entered_at', '<', instantValue(Math.min(to, at)))
    .orderBy('f.item_id');
}
