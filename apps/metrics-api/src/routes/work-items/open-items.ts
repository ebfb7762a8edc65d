import {
  type AgedItem,
  type DurationUs,
  type ItemOutlook,
  isBlockedAt,
  paceOf,
  percentile,
  readAge,
  readOutlook,
} from '@kanban/domain';
import { askedClock } from '../../answer/asked-clock.ts';
import { type FilterQuery, filteredItems } from '../../answer/asked-items.ts';
import { inChunks } from '../../load/in-chunks.ts';
import type { OpenItemAt } from '../../load/items-at.ts';
import { loadReasonedBlocksOf, type ReasonedBlockRow } from '../../load/reasoned-blocks.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import type { Stream } from '../../load/stream.ts';
import { loadOpenOutlook } from '../../outlook/open-outlook.ts';

interface BlockedItem extends OpenItemAt {
  blocks: ReasonedBlockRow[];
}

export interface OpenItemRow {
  item: BlockedItem;
  /** By the measure asked for; null: it has no age by it. */
  ageUs: DurationUs | null;
  /** Ages of an item that was not committed to count from its entry. */
  aged: AgedItem<BlockedItem>;
  /** The block that holds it. */
  block: ReasonedBlockRow | null;
  outlook: ItemOutlook;
  /** The age at which 85 of 100 finished items had passed its queue; null: too few, or no pace. */
  paceUs: DurationUs | null;
}

export interface OpenItemsQuery extends FilterQuery {
  queue?: string | undefined;
  measure: 'cycle' | 'lead';
  clock: 'elapsed' | 'working';
  minimumSample: string;
  stalledDays: string;
}

/** The service level expectation of most: `exceeds` says which of these an age is beyond. */
const USUAL = 85;
const PERCENTILES = [50, 70, USUAL, 95];

/** The open items of a stream at an instant with age, pace and outlook, by item. */
export async function readOpenItems(
  snapshot: Snapshot,
  stream: Stream,
  at: number,
  query: OpenItemsQuery,
): Promise<OpenItemRow[]> {
  const { queues } = stream;
  const minimumSample = Number(query.minimumSample);
  const { open, finished, terms } = await loadOpenOutlook(snapshot, stream, at, { minimumSample });
  const placed = open.filter(
    ({ queueId }) => query.queue === undefined || nameOf(stream, queueId) === query.queue,
  );
  const ended = { finishedAt: null, droppedAt: null };
  const fitting = await filteredItems(
    snapshot,
    placed.map((item) => ({ ...item, ...ended })),
    query,
    at,
  );
  const blocksOf = await inChunks(
    fitting.map(({ itemId }) => itemId),
    (some) => loadReasonedBlocksOf(snapshot, some, at),
  );
  const between = await askedClock(snapshot, stream, query.clock);
  const ageTerms = {
    at,
    between,
    percentiles: PERCENTILES,
    method: 'nearest-rank' as const,
    minimumSample,
    stalledDays: Number(query.stalledDays),
  };
  const paces = paceOf(finished, queues, query.measure, between);
  const asked = readAge<BlockedItem>(paces, queues, { ...ageTerms, measure: query.measure });
  const sinceEntry = readAge<BlockedItem>([], queues, { ...ageTerms, measure: 'lead' });
  const outlookOf = readOutlook(terms);
  const linesOf = new Map(
    paces
      .filter(({ ages }) => ages.length >= minimumSample)
      .map(({ queue, ages }) => [queue.id, percentile(ages, USUAL)]),
  );
  return fitting.flatMap((each) => {
    const item = { ...each, blocks: blocksOf.get(each.itemId) ?? [] };
    const own = asked(item);
    const aged = own ?? sinceEntry(item);
    if (aged === null) return [];
    const isBlocked = isBlockedAt(item.blocks, at);
    const block = isBlocked
      ? (item.blocks.findLast(({ unblockedAt }) => unblockedAt === null) ?? null)
      : null;
    return {
      item,
      ageUs: own?.ageUs ?? null,
      aged,
      block,
      outlook: outlookOf(item),
      paceUs: linesOf.get(item.queueId) ?? null,
    };
  });
}

function nameOf({ queues }: Stream, queueId: number): string {
  return queues.find(({ id }) => id === queueId)?.name ?? '';
}
