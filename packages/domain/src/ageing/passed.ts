import { queueClock } from '../custom-clock.ts';
import type { Instant } from '../instant.ts';
import { flowQueues, type Queue, type Visit } from '../queue.ts';

/** The stages that have a pace: queues where committed work waits or is done, in the order of flow. */
export function paceStages<Q extends Queue>(queues: readonly Q[]): Q[] {
  return flowQueues(queues).filter(({ kind }) => kind === 'buffer' || kind === 'active');
}

/**
 * When a finished item passed each stage for good: the start of its last unbroken stay at or beyond the next queue of
 * the flow, as the clock between two queues reads it. If it finished before that next queue, it passed the stage when
 * it finished. The instants never fall from stage to stage.
 */
export function readPassings(
  queues: readonly Queue[],
): (item: { visits: readonly Visit[]; finishedAt: Instant }) => Instant[] {
  const flow = flowQueues(queues);
  const clocks = paceStages(queues).map((stage) => {
    const next = flow[flow.indexOf(stage) + 1];
    return next ? queueClock(queues, { startQueue: next.id, endQueue: next.id }) : () => null;
  });
  return ({ visits, finishedAt }) => {
    let latest = Number.NEGATIVE_INFINITY;
    return clocks.map((read) => {
      latest = read(visits)?.endedAt ?? Math.max(latest, finishedAt);
      return latest;
    });
  };
}
