import type { Interval } from './calendar/intervals.ts';
import type { Instant } from './instant.ts';
import { flowQueues, isFinishedKind, type Queue } from './queue.ts';

/**
 * `occupancy`: the present queues of the items; the sum is right, but a line falls when an item moves back.
 * `highWater`: the furthest queues that items have reached; no line ever falls.
 */
export type FlowPolicy = 'occupancy' | 'highWater';

/**
 * What had happened to a queue before an instant, since the beginning. An item is located in the queue it was last moved
 * to; removed from a delivered, completed or dropped queue it stays counted there, from any other it is dropped.
 */
export interface QueueCounters {
  queueId: number;
  /** Only events before this instant are counted. */
  at: Instant;
  /** Items that came into the queue, and that left it; an item that comes twice counts twice. */
  arrivals: number;
  departures: number;
  /** Items for which it was the very first queue. */
  entries: number;
  /** Items whose furthest queue this is, by position, and those of them that are dropped now. */
  marked: number;
  markedDropped: number;
  /** Items in it now whose furthest queue is another. */
  behind: number;
}

export interface FlowPoint {
  at: Instant;
  /** Items that ever entered the stream. */
  arrivals: number;
  /** Items in delivered or completed queues, with either policy. */
  finished: number;
  dropped: number;
  /** With highWater: items that are now before their furthest queue. With occupancy: 0. */
  corrections: number;
  /** In the order of flow, without dropped queues. Their items and `dropped` add up to `arrivals`. */
  queues: FlowPointQueue[];
}

export interface FlowPointQueue {
  queueId: number;
  items: number;
  /** The height of the queue's line. With highWater it includes dropped items, because they reached the queue. */
  atOrBeyond: number;
}

/**
 * The instant of the state of each interval: its end, or now for the current one. Intervals that have not begun have
 * none.
 */
export function flowInstants(intervals: readonly Interval[], now: Instant): Instant[] {
  return intervals.filter(({ start }) => start < now).map(({ end }) => Math.min(end, now));
}

type Counts = Omit<QueueCounters, 'queueId' | 'at'>;
const NOTHING: Counts = { arrivals: 0, departures: 0, entries: 0, marked: 0, markedDropped: 0, behind: 0 };

/**
 * The state of a stream at instants, in the order given. `counters` come in any order, for all queues of the stream,
 * the dropped ones included; a queue without counters at an instant had no events before it. The cumulative flow
 * diagram of D. Reinertsen, Managing the Design Factory (1997).
 */
export function cumulativeFlow(
  queues: readonly Queue[],
  instants: readonly Instant[],
  counters: readonly QueueCounters[],
  policy: FlowPolicy,
): FlowPoint[] {
  const flow = flowQueues(queues);
  const byInstant = Map.groupBy(counters, (counter) => counter.at);
  return instants.map((at) => {
    const countsById = new Map<number, Counts>(byInstant.get(at)?.map((counts) => [counts.queueId, counts]));
    return flowPoint(at, queues, flow, (queue) => countsById.get(queue.id) ?? NOTHING, policy);
  });
}

function flowPoint(
  at: Instant,
  queues: readonly Queue[],
  flow: readonly Queue[],
  countsOf: (queue: Queue) => Counts,
  policy: FlowPolicy,
): FlowPoint {
  // No count is negative, even if in an imported log an item leaves a queue before it enters.
  const located = (queue: Queue) => Math.max(0, countsOf(queue).arrivals - countsOf(queue).departures);
  const items = (queue: Queue) =>
    policy === 'occupancy' ? located(queue) : countsOf(queue).marked - countsOf(queue).markedDropped;
  const reached = (queue: Queue) => (policy === 'occupancy' ? located(queue) : countsOf(queue).marked);

  const arrivals = sum(queues, (queue) => countsOf(queue).entries);
  return {
    at,
    arrivals,
    finished: sum(flow, (queue) => (isFinishedKind(queue.kind) ? located(queue) : 0)),
    dropped: Math.max(0, arrivals - sum(flow, items)),
    corrections: policy === 'highWater' ? sum(flow, (queue) => countsOf(queue).behind) : 0,
    queues: flow.map((queue, place) => ({
      queueId: queue.id,
      items: items(queue),
      atOrBeyond: sum(flow.slice(place), reached),
    })),
  };
}

function sum(queues: readonly Queue[], count: (queue: Queue) => number): number {
  return queues.reduce((total, queue) => total + count(queue), 0);
}
