import { formatInstant, type ItemTimes, type Queue, type QueueRow, type TimeInQueue } from '@kanban/domain';
import type { Summarised } from '../../answer/asked-comparison.ts';
import { milliseconds, optionalInstant } from '../../answer/envelope.ts';
import type { ItemIn, ItemTimesIn } from '../../load/items-in.ts';

export function figuresOf({ queues, bottleneck, efficiency }: TimeInQueue<ItemTimesIn>) {
  const { activeUs, waitingUs, blockedUs, totalUs, percentiles, ...ratios } = efficiency;
  return {
    queues: queues.map(queueFields),
    bottleneck: bottleneck?.name ?? null,
    efficiency: {
      ...ratios,
      percentiles: percentiles.map(({ value, ...each }) => ({ ...each, efficiency: value })),
      activeMs: milliseconds(activeUs),
      waitingMs: milliseconds(waitingUs),
      blockedMs: milliseconds(blockedUs),
      totalMs: milliseconds(totalUs),
    },
    reasons: {
      ...(bottleneck === null && { bottleneck: 'tooFewItems' as const }),
      ...(efficiency.pooled === null && { 'efficiency.pooled': 'noItems' as const }),
      ...(efficiency.median === null && { 'efficiency.median': 'noItems' as const }),
    },
  };
}

type Figures = ReturnType<typeof figuresOf>;

/** More of the time worked on is better. */
export function comparedOf({ efficiency }: Figures): Summarised<Pick<Figures, 'efficiency'>> {
  const { pooled, median, items } = efficiency;
  const better = 'higher' as const;
  return {
    summary: { efficiency },
    figures: [
      { figure: 'efficiency.pooled', value: pooled, better, items },
      { figure: 'efficiency.median', value: median, better, items },
    ],
  };
}

function queueFields({ queue, totalUs, meanUs, percentiles, blockedUs, heldUs, ...row }: QueueRow) {
  return {
    ...row,
    queue: queue?.name ?? null,
    kind: queue?.kind ?? null,
    totalMs: milliseconds(totalUs),
    meanMs: milliseconds(meanUs),
    percentiles: percentiles.map(({ value, ...each }) => ({ ...each, totalMs: milliseconds(value) })),
    blockedMs: milliseconds(blockedUs),
    heldMs: milliseconds(heldUs),
    reasons: meanUs === null ? { meanMs: 'noItems' as const } : {},
  };
}

export function itemFields({ item, ...times }: ItemTimes<ItemIn>, queues: readonly Queue[]) {
  const { reference, shortDesc, type, classOfService, assignee } = item;
  const inQueues = new Map<string, number>();
  for (const { queueId, lengthUs } of times.stays) {
    const name = queues.find(({ id }) => id === queueId)?.name ?? '';
    inQueues.set(name, (inQueues.get(name) ?? 0) + lengthUs);
  }
  return {
    ...{ reference, shortDesc, type, classOfService, assignee },
    committedAt: optionalInstant(item.committedAt),
    finishedAt: optionalInstant(item.finishedAt),
    totalMs: milliseconds(times.totalUs),
    activeMs: milliseconds(times.activeUs),
    waitingMs: milliseconds(times.waitingUs),
    blockedMs: milliseconds(times.blockedUs),
    efficiency: times.efficiency,
    queues: Object.fromEntries([...inQueues].map(([name, us]) => [name, milliseconds(us)])),
  };
}

/** A visit, cut to the time that counts. */
export function visitFields({ item, stays }: ItemTimes<ItemIn>, queues: readonly Queue[]) {
  return stays.map(({ queueId, from, to, lengthUs, blockedUs }) => ({
    reference: item.reference,
    queue: queues.find(({ id }) => id === queueId)?.name ?? '',
    from: formatInstant(from),
    to: formatInstant(to),
    timeMs: milliseconds(lengthUs),
    blockedMs: milliseconds(blockedUs),
  }));
}
