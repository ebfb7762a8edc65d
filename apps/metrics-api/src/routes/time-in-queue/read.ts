import { type TimeInQueue, timeInQueue } from '@kanban/domain';
import { type FilterQuery, filteredItems } from '../../answer/asked-items.ts';
import { askedRangeAt, type RangeAt, type RangeAtQuery } from '../../answer/asked-range-at.ts';
import { type PercentileQuery, percentileTerms } from '../../answer/percentile-fields.ts';
import type { Deps } from '../../deps.ts';
import { type ItemIn, loadItemsIn } from '../../load/items-in.ts';
import type { Snapshot } from '../../load/snapshot.ts';

export interface TimeInQueueQuery extends RangeAtQuery, FilterQuery {
  measure: 'cycle' | 'lead';
  scope: 'finished' | 'window';
}

interface Summarised extends PercentileQuery {
  minimumSample: string;
}

const NO_SUMMARY: Summarised = { percentiles: '50', percentileMethod: 'nearest-rank', minimumSample: '1' };

export interface ReadTimes extends Omit<RangeAt, 'between'> {
  items: readonly ItemIn[];
  timesOf(items: readonly ItemIn[]): TimeInQueue<ItemIn>;
}

/** Where the time of a stream went. Throws Refused and InvalidInput. */
export async function readTimeInQueue(
  snapshot: Snapshot,
  deps: Deps,
  query: TimeInQueueQuery,
  summary: Summarised = NO_SUMMARY,
): Promise<ReadTimes> {
  const { stream, at, range, between } = await askedRangeAt(snapshot, deps, query);
  const { scope, measure } = query;
  const found = await loadItemsIn(snapshot, stream, range, at);
  const items = await filteredItems(snapshot, found, query, at);
  const terms = {
    ...{ scope, range, at, measure, between },
    minimumSample: Number(summary.minimumSample),
    ...percentileTerms(summary),
  };
  return { stream, at, range, items, timesOf: (some) => timeInQueue(some, stream.queues, terms) };
}
