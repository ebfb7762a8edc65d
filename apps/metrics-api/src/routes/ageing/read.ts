import {
  type AgedItem,
  type Ageing,
  ageing,
  type Block,
  type PaceItem,
  paceOf,
  type Range,
} from '@kanban/domain';
import { askedClock } from '../../answer/asked-clock.ts';
import { asksForAll, type FilterQuery, filteredItems, groupedFigures } from '../../answer/asked-items.ts';
import { type PercentileQuery, percentileTerms } from '../../answer/percentile-fields.ts';
import { loadBlocksOf } from '../../load/blocks-of-items.ts';
import { type FinishedTimes, loadFinishedTimes } from '../../load/finished-times.ts';
import { inChunks } from '../../load/in-chunks.ts';
import { loadItemsAt, loadItemsAtBy, type OpenItemAt } from '../../load/items-at.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import type { Stream } from '../../load/stream.ts';

export interface BlockedItemAt extends OpenItemAt {
  blocks: Block[];
}

export type AgedOpenItem = AgedItem<BlockedItemAt>;

export interface AgeingQuery extends PercentileQuery, FilterQuery {
  measure: 'cycle' | 'lead';
  clock: 'elapsed' | 'working';
  minimumSample: string;
  stalledDays: string;
}

export interface GroupedAgeing {
  total: Ageing<BlockedItemAt>;
  /** None without `splitBy`. */
  groups: ({ group: string | null } & Ageing<BlockedItemAt>)[];
}

/** The ages of a stream's open items at an instant, against the pace of those finished in a range; of those that fit the filters. */
export async function readAgeing(
  snapshot: Snapshot,
  stream: Stream,
  query: AgeingQuery,
  { at, range }: { at: number; range: Range },
): Promise<GroupedAgeing> {
  const between = await askedClock(snapshot, stream, query.clock);
  const withBlocks = async (open: readonly OpenItemAt[]) => {
    const itemIds = open.map(({ itemId }) => itemId);
    const blocks = await inChunks(itemIds, (some) => loadBlocksOf(snapshot, some));
    return open.map((item) => ({ ...item, ...OPEN, blocks: blocks.get(item.itemId) ?? [] }));
  };
  const figures = (open: readonly BlockedItemAt[], finished: readonly PaceItem[]) =>
    ageing(open, paceOf(finished, stream.queues, query.measure, between), stream.queues, {
      at,
      measure: query.measure,
      between,
      ...percentileTerms(query),
      minimumSample: Number(query.minimumSample),
      stalledDays: Number(query.stalledDays),
    });
  if (asksForAll(query)) {
    const timesAlone = { load: loadFinishedTimes, of: (item: FinishedTimes) => item };
    const { open, finished } = await loadItemsAtBy(timesAlone, snapshot, stream, at, range);
    return { total: figures(await withBlocks(open), finished), groups: [] };
  }
  const { open, finished } = await loadItemsAt(snapshot, stream, at, range);
  const all = [...(await withBlocks(open)), ...finished.map((item) => ({ ...item, droppedAt: null }))];
  const fitting = await filteredItems<(typeof all)[number]>(snapshot, all, query, at);
  const figuresOf = (items: readonly (typeof all)[number][]) =>
    figures(
      items.flatMap((item) => (item.finishedAt === null ? [item] : [])),
      items.flatMap((item) => (item.finishedAt === null ? [] : [item])),
    );
  return { total: figuresOf(fitting), groups: groupedFigures(fitting, query, figuresOf) };
}

const OPEN = { finishedAt: null, droppedAt: null };
