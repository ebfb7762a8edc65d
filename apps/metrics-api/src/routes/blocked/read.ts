import {
  type Blocked,
  blocked,
  type ClusterRule,
  type Instant,
  type Range,
  resolveRange,
} from '@kanban/domain';
import { askedAt } from '../../answer/asked-at.ts';
import { askedClock } from '../../answer/asked-clock.ts';
import { type FilterQuery, filteredItems } from '../../answer/asked-items.ts';
import type { RangeQuery } from '../../answer/asked-stream.ts';
import { type PercentileQuery, percentileTerms } from '../../answer/percentile-fields.ts';
import type { Deps } from '../../deps.ts';
import { type ItemIn, loadItemsIn } from '../../load/items-in.ts';
import type { ReasonedBlockRow } from '../../load/reasoned-blocks.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import type { Stream } from '../../load/stream.ts';

export interface BlockedQuery extends RangeQuery, FilterQuery {
  at?: string | undefined;
  clock: 'elapsed' | 'working';
}

interface Summarised extends PercentileQuery {
  cluster: ClusterRule;
}

const NO_SUMMARY: Summarised = { percentiles: '50', percentileMethod: 'nearest-rank', cluster: 'exact' };

export interface ReadBlocked {
  stream: Stream;
  at: Instant;
  range: Range;
  items: readonly ItemIn[];
  blockedOf(items: readonly ItemIn[]): Blocked<ReasonedBlockRow>;
}

/** What blocks cost a stream. Throws Refused and InvalidInput. */
export async function readBlocked(
  snapshot: Snapshot,
  deps: Deps,
  query: BlockedQuery,
  summary: Summarised = NO_SUMMARY,
): Promise<ReadBlocked> {
  const { stream, at } = await askedAt(snapshot, deps, query);
  const { from, to, timeZone = stream.timeZone } = query;
  const range = resolveRange({ from, to, timeZone, now: at });
  const between = await askedClock(snapshot, stream, query.clock);
  const items = await filteredItems(snapshot, await loadItemsIn(snapshot, stream, range, at), query, at);
  const terms = { range, at, between, cluster: summary.cluster, ...percentileTerms(summary) };
  return { stream, at, range, items, blockedOf: (some) => blocked(some, stream.queues, terms) };
}
