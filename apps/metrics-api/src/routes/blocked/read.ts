import { type Blocked, blocked, type ClusterRule } from '@kanban/domain';
import { type FilterQuery, filteredItems } from '../../answer/asked-items.ts';
import { type AskedItemsIn, askedItemsIn } from '../../answer/asked-items-in.ts';
import { askedRangeAt, type RangeAt, type RangeAtQuery } from '../../answer/asked-range-at.ts';
import { type PercentileQuery, percentileTerms } from '../../answer/percentile-fields.ts';
import type { Deps } from '../../deps.ts';
import { type ItemIn, type ItemTimesIn, loadItemsIn } from '../../load/items-in.ts';
import type { ReasonedBlockRow } from '../../load/reasoned-blocks.ts';
import type { Snapshot } from '../../load/snapshot.ts';

export interface BlockedQuery extends RangeAtQuery, FilterQuery {}

interface Summarised extends PercentileQuery {
  cluster: ClusterRule;
}

const NO_SUMMARY: Summarised = { percentiles: '50', percentileMethod: 'nearest-rank', cluster: 'exact' };

export interface ReadBlocked extends Omit<RangeAt, 'between'> {
  items: readonly ItemIn[];
  blockedOf: BlockedOf;
}

type BlockedOf = (items: readonly ItemTimesIn[]) => Blocked<ReasonedBlockRow>;

/** What blocks cost a stream, item by item. Throws Refused and InvalidInput. */
export async function readBlocked(snapshot: Snapshot, deps: Deps, query: BlockedQuery): Promise<ReadBlocked> {
  const asked = await askedRangeAt(snapshot, deps, query);
  const { stream, at, range } = asked;
  const items = await filteredItems(snapshot, await loadItemsIn(snapshot, stream, range, at), query, at);
  return { stream, at, range, items, blockedOf: readBlockedOf(asked, NO_SUMMARY) };
}

/** The same in total, and of each group. */
export async function sumBlocked(
  snapshot: Snapshot,
  deps: Deps,
  query: BlockedQuery,
  summary: Summarised,
): Promise<AskedItemsIn & Omit<RangeAt, 'between'> & { blockedOf: BlockedOf }> {
  const asked = await askedRangeAt(snapshot, deps, query);
  return {
    ...asked,
    ...(await askedItemsIn(snapshot, asked, query)),
    blockedOf: readBlockedOf(asked, summary),
  };
}

function readBlockedOf({ stream, range, at, between }: RangeAt, summary: Summarised): BlockedOf {
  const terms = { range, at, between, cluster: summary.cluster, ...percentileTerms(summary) };
  return (some) => blocked(some, stream.queues, terms);
}
