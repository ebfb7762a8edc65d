import { queueClock } from '../custom-clock.ts';
import type { Instant } from '../instant.ts';
import { flowQueues, type Queue, type Visit } from '../queue.ts';

/** The stages that have a pace: queues where committed work waits or is done, in the order of flow. */
export function paceStages<Q extends Queue>(queues: readonly Q[]): Q[] {
  return flowQueues(queues).filter(({ kind }) => kind === 'buffer' || kind === 'active');
}

/**
 * When a finished item had passed each stage for good: the beginning of its last unbroken stay at or beyond the next queue of the
 * flow, as the clock between two queues reads it. Where that queue lies beyond the one it was finished in, to finish is to pass.
 * The instants never fall from stage to stage.
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
