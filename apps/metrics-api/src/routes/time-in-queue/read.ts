import { type TimeInQueue, timeInQueue } from '@kanban/domain';
import { type FilterQuery, filteredItems } from '../../answer/asked-items.ts';
import { type AskedItemsIn, askedItemsIn } from '../../answer/asked-items-in.ts';
import { askedRangeAt, type RangeAt, type RangeAtQuery } from '../../answer/asked-range-at.ts';
import { type PercentileQuery, percentileTerms } from '../../answer/percentile-fields.ts';
import type { Deps } from '../../deps.ts';
import { type ItemIn, type ItemTimesIn, loadItemsIn } from '../../load/items-in.ts';
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
  timesOf: TimesOf;
}

type TimesOf = <Item extends ItemTimesIn>(items: readonly Item[]) => TimeInQueue<Item>;

/** Where the time of a stream went, item by item. Throws Refused and InvalidInput. */
export async function readTimeInQueue(
  snapshot: Snapshot,
  deps: Deps,
  query: TimeInQueueQuery,
): Promise<ReadTimes> {
  const asked = await askedRangeAt(snapshot, deps, query);
  const { stream, at, range } = asked;
  const items = await filteredItems(snapshot, await loadItemsIn(snapshot, stream, range, at), query, at);
  return { stream, at, range, items, timesOf: readTimesOf(asked, query, NO_SUMMARY) };
}

/** The same in total, and of each group. */
export async function sumTimeInQueue(
  snapshot: Snapshot,
  deps: Deps,
  query: TimeInQueueQuery,
  summary: Summarised,
): Promise<AskedItemsIn & Omit<RangeAt, 'between'> & { timesOf: TimesOf }> {
  const asked = await askedRangeAt(snapshot, deps, query);
  const found = await askedItemsIn(snapshot, asked, query);
  return { ...asked, ...found, timesOf: readTimesOf(asked, query, summary) };
}

function readTimesOf(
  { stream, at, range, between }: RangeAt,
  { scope, measure }: TimeInQueueQuery,
  summary: Summarised,
): TimesOf {
  const minimumSample = Number(summary.minimumSample);
  const terms = { scope, range, at, measure, between, minimumSample, ...percentileTerms(summary) };
  return (some) => timeInQueue(some, stream.queues, terms);
}
