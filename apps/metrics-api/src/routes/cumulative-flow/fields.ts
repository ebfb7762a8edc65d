import {
  cumulativeFlow,
  type FlowPoint,
  type FlowPolicy,
  flowQueues,
  formatInstant,
  type Instant,
  type Interval,
  isComplete,
  type Queue,
  type QueueCounters,
} from '@kanban/domain';

interface Terms {
  queues: readonly Queue[];
  intervals: readonly Interval[];
  instants: readonly Instant[];
  policy: FlowPolicy;
  at: Instant;
}

/** What an answer says of some counters: a point an interval that has begun. */
export function pointsOf(counters: readonly QueueCounters[], terms: Terms) {
  const { queues, intervals, instants, policy, at } = terms;
  const flow = flowQueues(queues);
  return cumulativeFlow(queues, instants, counters, policy).map((point, place) => {
    const interval = intervals[place] as Interval;
    return pointFields(point, flow, { label: interval.label, isComplete: isComplete(interval, at) });
  });
}

function pointFields(
  { at, arrivals, finished, dropped, corrections, queues }: FlowPoint,
  flow: readonly Queue[],
  interval: { label: string; isComplete: boolean },
) {
  return {
    at: formatInstant(at),
    ...interval,
    arrivals,
    finished,
    dropped,
    corrections,
    // Both are in the order of flow.
    queues: queues.map(({ items, atOrBeyond }, place) => ({
      name: flow[place]?.name ?? '',
      items,
      atOrBeyond,
    })),
  };
}
