import type { FlowPoint, FlowPolicy, Instant, Queue } from '../index.ts';
import { type AuditRow, type NaiveItem, naiveItems } from './naive-fold.ts';

/** Cumulative flow by counting items one by one at each instant; only rows before it count. */
export function naiveCumulativeFlow(
  rows: readonly AuditRow[],
  queues: readonly Queue[],
  instants: readonly Instant[],
  policy: FlowPolicy,
): FlowPoint[] {
  const inFlow = queues.filter(({ kind }) => kind !== 'dropped').sort((a, b) => a.position - b.position);
  const position = (queueId: number | null) => inFlow.find(({ id }) => id === queueId)?.position ?? -Infinity;
  const place = (item: NaiveItem) => (policy === 'occupancy' ? item.queueId : item.furthestQueueId);

  return instants.map((at) => {
    const items = naiveItems(rows, queues, at);
    const alive = items.filter((item) => item.droppedAt === null);
    const counted = policy === 'occupancy' ? alive : items;
    return {
      at,
      arrivals: items.length,
      finished: items.filter((item) => item.finishedAt !== null).length,
      dropped: items.length - alive.length,
      corrections:
        policy === 'occupancy' ? 0 : alive.filter((item) => item.queueId !== item.furthestQueueId).length,
      queues: inFlow.map((queue) => ({
        queueId: queue.id,
        items: alive.filter((item) => place(item) === queue.id).length,
        atOrBeyond: counted.filter((item) => position(place(item)) >= queue.position).length,
      })),
    };
  });
}
