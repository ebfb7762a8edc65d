import { type Blocked, blocked, type ClusterRule } from '@kanban/domain';
import { type FilterQuery, filteredItems } from '../../answer/asked-items.ts';
import { askedRangeAt, type RangeAt, type RangeAtQuery } from '../../answer/asked-range-at.ts';
import { type PercentileQuery, percentileTerms } from '../../answer/percentile-fields.ts';
import type { Deps } from '../../deps.ts';
import { type ItemIn, loadItemsIn } from '../../load/items-in.ts';
import type { ReasonedBlockRow } from '../../load/reasoned-blocks.ts';
import type { Snapshot } from '../../load/snapshot.ts';

export interface BlockedQuery extends RangeAtQuery, FilterQuery {}

interface Summarised extends PercentileQuery {
  cluster: ClusterRule;
}

const NO_SUMMARY: Summarised = { percentiles: '50', percentileMethod: 'nearest-rank', cluster: 'exact' };

export interface ReadBlocked extends Omit<RangeAt, 'between'> {
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
  const { stream, at, range, between } = await askedRangeAt(snapshot, deps, query);
  const items = await filteredItems(snapshot, await loadItemsIn(snapshot, stream, range, at), query, at);
  const terms = { range, at, between, cluster: summary.cluster, ...percentileTerms(summary) };
  return { stream, at, range, items, blockedOf: (some) => blocked(some, stream.queues, terms) };
}
