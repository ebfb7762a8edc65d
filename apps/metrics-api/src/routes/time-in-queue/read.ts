import { type Instant, type Range, resolveRange, type TimeInQueue, timeInQueue } from '@kanban/domain';
import { askedAt } from '../../answer/asked-at.ts';
import { askedClock } from '../../answer/asked-clock.ts';
import { type FilterQuery, filteredItems } from '../../answer/asked-items.ts';
import type { RangeQuery } from '../../answer/asked-stream.ts';
import { type PercentileQuery, percentileTerms } from '../../answer/percentile-fields.ts';
import type { Deps } from '../../deps.ts';
import { type ItemIn, loadItemsIn } from '../../load/items-in.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import type { Stream } from '../../load/stream.ts';

export interface TimeInQueueQuery extends RangeQuery, FilterQuery {
  at?: string | undefined;
  measure: 'cycle' | 'lead';
  clock: 'elapsed' | 'working';
  scope: 'finished' | 'window';
}

interface Summarised extends PercentileQuery {
  minimumSample: string;
}

const NO_SUMMARY: Summarised = { percentiles: '50', percentileMethod: 'nearest-rank', minimumSample: '1' };

export interface ReadTimes {
  stream: Stream;
  at: Instant;
  range: Range;
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
  const { stream, at } = await askedAt(snapshot, deps, query);
  const { from, to, timeZone = stream.timeZone, scope, measure } = query;
  const range = resolveRange({ from, to, timeZone, now: at });
  const between = await askedClock(snapshot, stream, query.clock);
  const found = await loadItemsIn(snapshot, stream, range, at);
  const items = await filteredItems(snapshot, found, query, at);
  const terms = {
    ...{ scope, range, at, measure, between },
    minimumSample: Number(summary.minimumSample),
    ...percentileTerms(summary),
  };
  return { stream, at, range, items, timesOf: (some) => timeInQueue(some, stream.queues, terms) };
}
