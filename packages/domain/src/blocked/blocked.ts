import type { Span } from '../blocked-time.ts';
import type { DurationUs, Instant } from '../instant.ts';
import type { Queue } from '../queue.ts';
import type { PercentileTerms } from '../ranked-percentiles.ts';
import type { TimeBetween } from '../time-between.ts';
import type { BlockedItem, ReasonedBlock } from './blocked-items.ts';
import { type BlockedTotal, blockedTotal } from './blocked-total.ts';
import {
  type BlockedCell,
  type BlockedCluster,
  type BlockedQueue,
  type BlockedReason,
  blockedClusters,
  blockedMatrix,
  blockedQueues,
  blockedReasons,
} from './causes.ts';
import type { ClusterRule } from './cluster-key.ts';
import { readCutBlocks } from './cut-blocks.ts';
import { type BlockedFinished, blockedFinished } from './finished-items.ts';

export interface BlockedTerms extends PercentileTerms {
  range: Span;
  /** The instant of the question: later changes are ignored. */
  at: Instant;
  between: TimeBetween;
  cluster: ClusterRule;
}

export interface BlockedInterval<B extends ReasonedBlock> {
  itemId: number;
  block: B;
  /** The first of the queues in which it lasted within the range. */
  queueId: number | null;
  /** The full length; of an open block up to the end of the range. */
  durationUs: DurationUs;
}

export interface Blocked<B extends ReasonedBlock> {
  total: BlockedTotal;
  reasons: BlockedReason[];
  queues: BlockedQueue[];
  matrix: BlockedCell[];
  clusters: BlockedCluster[];
  finishedItems: BlockedFinished;
  /** In the order in which they began, then by item. */
  intervals: BlockedInterval<B>[];
}

/**
 * What blocks cost: their time within a range while items were in progress, by reason and by queue. `items` are all that were in
 * progress in the range or finished in it, blocked or not.
 */
export function blocked<B extends ReasonedBlock>(
  items: readonly BlockedItem<B>[],
  queues: readonly Queue[],
  { range, at, between, cluster, ...terms }: BlockedTerms,
): Blocked<B> {
  const span = { from: range.from, to: Math.min(range.to, at) };
  const cuts = items.flatMap(readCutBlocks(queues, span, between));
  const counted = cuts.filter(({ isInProgress }) => isInProgress);
  const clusters = blockedClusters(counted, cluster);
  const intervals = counted.map(({ itemId, block, inQueuesUs }) => {
    const end = Math.min(block.unblockedAt ?? span.to, span.to);
    const queueId = inQueuesUs.keys().next().value ?? null;
    return { itemId, block, queueId, durationUs: between(block.blockedAt, end) };
  });
  return {
    total: blockedTotal(cuts, items, queues, span, between, terms),
    reasons: blockedReasons(counted, span, between),
    queues: blockedQueues(counted, queues),
    matrix: blockedMatrix(counted, queues, clusters, cluster),
    clusters,
    finishedItems: blockedFinished(items, queues, span, between),
    intervals: intervals.sort((a, b) => a.block.blockedAt - b.block.blockedAt || a.itemId - b.itemId),
  };
}
