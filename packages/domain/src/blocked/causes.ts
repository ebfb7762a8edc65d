import type { Span } from '../blocked-time.ts';
import type { DurationUs } from '../instant.ts';
import { percentile } from '../percentiles.ts';
import { flowQueues, type Queue } from '../queue.ts';
import { ascending } from '../ranked-percentiles.ts';
import type { TimeBetween } from '../time-between.ts';
import type { ReasonedBlock } from './blocked-items.ts';
import { endsWithin } from './blocked-total.ts';
import { type ClusterRule, clusterKey } from './cluster-key.ts';
import type { CutBlock } from './cut-blocks.ts';

type Cut = CutBlock<ReasonedBlock>;

export interface BlockedReason {
  reason: string;
  blocks: number;
  items: number;
  blockedUs: DurationUs;
  /** Of the blocked time of the range; null when that is 0. */
  share: number | null;
  /** Of its blocks that ended in the range, uncut, by nearest rank. */
  medianUs: DurationUs | null;
}

export interface BlockedCluster {
  key: string;
  /** The reasons in it as they were written, by name. */
  reasons: string[];
  blocks: number;
  blockedUs: DurationUs;
  share: number | null;
  /** Of this cluster and all before it: the line of a Pareto chart. */
  cumulativeShare: number | null;
}

export interface BlockedQueue {
  queue: Queue;
  blocks: number;
  blockedUs: DurationUs;
  share: number | null;
}

/** The time of a cluster in a queue. */
export interface BlockedCell {
  queueId: number;
  key: string;
  blockedUs: DurationUs;
}

/** By reason as written, the most expensive first, then by name. `blocks`: those in progress in the range. */
export function blockedReasons(blocks: readonly Cut[], range: Span, between: TimeBetween): BlockedReason[] {
  const sumUs = blockedUsOf(blocks);
  const rows = [...Map.groupBy(blocks, ({ block }) => block.reason)].map(([reason, own]) => {
    const ended = own.filter(({ block }) => endsWithin(block, range));
    const lengths = ended.map(({ block }) => between(block.blockedAt, block.unblockedAt as number));
    return {
      reason,
      blocks: own.length,
      items: new Set(own.map(({ itemId }) => itemId)).size,
      ...costOf(own, sumUs),
      medianUs: percentile(ascending(lengths), 50),
    };
  });
  return rows.sort((a, b) => b.blockedUs - a.blockedUs || compare(a.reason, b.reason));
}

/**
 * Blocker clustering: reasons with the same meaning are one cluster. The cluster that cost most comes first, then by
 * key.
 */
export function blockedClusters(blocks: readonly Cut[], rule: ClusterRule): BlockedCluster[] {
  const sumUs = blockedUsOf(blocks);
  const rows = [...Map.groupBy(blocks, ({ block }) => clusterKey(block.reason, rule))].map(([key, own]) => ({
    key,
    reasons: [...new Set(own.map(({ block }) => block.reason))].sort(compare),
    blocks: own.length,
    ...costOf(own, sumUs),
  }));
  rows.sort((a, b) => b.blockedUs - a.blockedUs || compare(a.key, b.key));
  let cumulativeUs = 0;
  return rows.map((row) => {
    cumulativeUs += row.blockedUs;
    return { ...row, cumulativeShare: sumUs === 0 ? null : cumulativeUs / sumUs };
  });
}

/** Queues in which something was blocked, in the order of flow. A block counts in each queue that it lasted in. */
export function blockedQueues(blocks: readonly Cut[], queues: readonly Queue[]): BlockedQueue[] {
  const sumUs = blockedUsOf(blocks);
  const rows = new Map<number, { blocks: number; blockedUs: DurationUs }>();
  for (const { inQueuesUs } of blocks) {
    for (const [queueId, us] of inQueuesUs) {
      const row = rows.get(queueId) ?? { blocks: 0, blockedUs: 0 };
      rows.set(queueId, { blocks: row.blocks + 1, blockedUs: row.blockedUs + us });
    }
  }
  return flowQueues(queues).flatMap((queue) => {
    const row = rows.get(queue.id);
    return row ? [{ queue, ...row, share: sumUs === 0 ? null : row.blockedUs / sumUs }] : [];
  });
}

/** Queue by cluster, without the empty cells: in the order of flow, then of clusters. */
export function blockedMatrix(
  blocks: readonly Cut[],
  queues: readonly Queue[],
  clusters: readonly BlockedCluster[],
  rule: ClusterRule,
): BlockedCell[] {
  const cells = new Map<string, DurationUs>();
  const name = (queueId: number, key: string) => `${queueId} ${key}`;
  for (const { block, inQueuesUs } of blocks) {
    const key = clusterKey(block.reason, rule);
    for (const [queueId, us] of inQueuesUs) {
      cells.set(name(queueId, key), (cells.get(name(queueId, key)) ?? 0) + us);
    }
  }
  return flowQueues(queues).flatMap(({ id }) =>
    clusters.flatMap(({ key }) => {
      const blockedUs = cells.get(name(id, key));
      return blockedUs === undefined ? [] : [{ queueId: id, key, blockedUs }];
    }),
  );
}

function blockedUsOf(blocks: readonly Cut[]): DurationUs {
  return blocks.reduce((sum, { blockedUs }) => sum + blockedUs, 0);
}

function costOf(blocks: readonly Cut[], sumUs: DurationUs): { blockedUs: DurationUs; share: number | null } {
  const blockedUs = blockedUsOf(blocks);
  return { blockedUs, share: sumUs === 0 ? null : blockedUs / sumUs };
}

/** By code unit: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
