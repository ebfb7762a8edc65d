import {
  type Blocked,
  type BlockedInterval,
  type BlockedTotal,
  formatInstant,
  type Queue,
  type RankedPercentile,
} from '@kanban/domain';
import type { Summarised } from '../../answer/asked-comparison.ts';
import { milliseconds, optionalInstant } from '../../answer/envelope.ts';
import type { ReasonedBlockRow } from '../../load/reasoned-blocks.ts';

export function figuresOf(
  { total, reasons, queues, matrix, clusters, finishedItems }: Blocked<ReasonedBlockRow>,
  all: readonly Queue[],
) {
  const { blockedUs, ...finished } = finishedItems;
  return {
    total: totalFields(total),
    reasons: reasons.map(({ blockedUs, medianUs, ...row }) => ({
      ...row,
      blockedMs: milliseconds(blockedUs),
      medianMs: milliseconds(medianUs),
    })),
    queues: queues.map(({ queue, blockedUs, ...row }) => ({
      ...row,
      queue: queue.name,
      blockedMs: milliseconds(blockedUs),
    })),
    matrix: matrix.map(({ queueId, key, blockedUs }) => ({
      queue: nameOf(queueId, all) ?? '',
      key,
      blockedMs: milliseconds(blockedUs),
    })),
    clusters: clusters.map(({ blockedUs, ...row }) => ({ ...row, blockedMs: milliseconds(blockedUs) })),
    finishedItems: { ...finished, blockedMs: milliseconds(blockedUs) },
  };
}

type Figures = ReturnType<typeof figuresOf>;

/** Less blocked time is better; of shares and means so many items or blocks are the sample. */
export function comparedOf({ total }: Figures): Summarised<Pick<Figures, 'total'>> {
  const { items, ended, blockedMs, shareOfWip, meanMs } = total;
  const better = 'lower' as const;
  return {
    summary: { total },
    figures: [
      { figure: 'total.blockedMs', value: blockedMs, better, items },
      { figure: 'total.shareOfWip', value: shareOfWip, better, items },
      { figure: 'total.meanMs', value: meanMs, better, items: ended },
    ],
  };
}

function totalFields({ blockedUs, outsideUs, meanUs, percentiles, openPercentiles, ...total }: BlockedTotal) {
  return {
    ...total,
    blockedMs: milliseconds(blockedUs),
    outsideMs: milliseconds(outsideUs),
    meanMs: milliseconds(meanUs),
    percentiles: percentiles.map(percentileFields),
    openPercentiles: openPercentiles.map(percentileFields),
    reasons: {
      ...(total.shareOfWip === null && { shareOfWip: 'noItems' as const }),
      ...(total.averageBlocked === null && { averageBlocked: 'noWorkingTime' as const }),
      ...(meanUs === null && { meanMs: 'noItems' as const }),
    },
  };
}

function percentileFields({ value, ...percentile }: RankedPercentile) {
  return { ...percentile, durationMs: milliseconds(value) };
}

export interface NamedInterval extends BlockedInterval<ReasonedBlockRow> {
  reference: string;
}

export function intervalFields(
  { reference, block, queueId, durationUs }: NamedInterval,
  queues: readonly Queue[],
) {
  return {
    reference,
    queue: nameOf(queueId, queues),
    reason: block.reason,
    blockedAt: formatInstant(block.blockedAt),
    unblockedAt: optionalInstant(block.unblockedAt),
    durationMs: milliseconds(durationUs),
    blockedBy: block.blockedBy,
    unblockedBy: block.unblockedBy,
  };
}

function nameOf(queueId: number | null, queues: readonly Queue[]): string | null {
  return queues.find(({ id }) => id === queueId)?.name ?? null;
}
