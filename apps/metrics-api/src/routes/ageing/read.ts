import { type AgedItem, type Ageing, ageing, type Block, paceOf, type Range } from '@kanban/domain';
import { askedClock } from '../../answer/asked-clock.ts';
import { type PercentileQuery, percentileTerms } from '../../answer/percentile-fields.ts';
import { loadBlocksOf } from '../../load/blocks-of-items.ts';
import { inChunks } from '../../load/in-chunks.ts';
import { loadItemsAt, type OpenItemAt } from '../../load/items-at.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import type { Stream } from '../../load/stream.ts';

export interface BlockedItemAt extends OpenItemAt {
  blocks: Block[];
}

export type AgedOpenItem = AgedItem<BlockedItemAt>;

export interface AgeingQuery extends PercentileQuery {
  measure: 'cycle' | 'lead';
  clock: 'elapsed' | 'working';
  minimumSample: string;
  stalledDays: string;
}

/** The ages of a stream's open items at an instant, against the pace of those finished in a range. */
export async function readAgeing(
  snapshot: Snapshot,
  stream: Stream,
  query: AgeingQuery,
  { at, range }: { at: number; range: Range },
): Promise<Ageing<BlockedItemAt>> {
  const between = await askedClock(snapshot, stream, query.clock);
  const { open, finished } = await loadItemsAt(snapshot, stream, at, range);
  const itemIds = open.map(({ itemId }) => itemId);
  const blocks = await inChunks(itemIds, (some) => loadBlocksOf(snapshot, some));
  const items = open.map((item) => ({ ...item, blocks: blocks.get(item.itemId) ?? [] }));
  return ageing(items, paceOf(finished, stream.queues, query.measure, between), stream.queues, {
    at,
    measure: query.measure,
    between,
    ...percentileTerms(query),
    minimumSample: Number(query.minimumSample),
    stalledDays: Number(query.stalledDays),
  });
}
