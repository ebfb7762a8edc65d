import type { DurationUs, Instant } from '../instant.ts';
import { flowQueues, type Queue, queuesById, type Visit } from '../queue.ts';
import { ascending } from '../ranked-percentiles.ts';
import type { TimeBetween } from '../time-between.ts';

/** An item finished in the 90 complete local days before the day of the question. */
export interface FinishedSample {
  finishedAt: Instant;
  classOfService: string | null;
  /** All of them, in order. */
  visits: readonly Visit[];
}

/** When an item was first at or beyond each of the queues, in their order; null: not yet. The start rule of a clock between queues. */
export function readReached(queues: readonly Queue[]): (visits: readonly Visit[]) => (Instant | null)[] {
  const byId = queuesById(queues);
  return (visits) => {
    const reached: (Instant | null)[] = queues.map(() => null);
    let furthest = Number.NEGATIVE_INFINITY;
    for (const { queueId, enteredAt } of visits) {
      const queue = byId.get(queueId);
      if (!queue || queue.kind === 'dropped' || queue.position <= furthest) continue;
      furthest = queue.position;
      queues.forEach(({ position }, place) => {
        if (position <= furthest) reached[place] ??= enteredAt;
      });
    }
    return reached;
  };
}

/** How long finished items took from each queue to the finish. */
export interface RemainingTimes {
  /** Those of a class of service when there are enough of them, else all; null when even these are too few. */
  sampleFor(queueId: number, classOfService: string | null): Float64Array | null;
}

interface QueueSample {
  all: Float64Array;
  byClass: Map<string | null, Float64Array>;
}

/**
 * From finished items: for each queue, finished − first at or beyond it, of those that visited it. Sorted once, so that each open
 * item costs O(log n).
 */
export function remainingTimes(
  items: readonly FinishedSample[],
  queues: readonly Queue[],
  between: TimeBetween,
  minimumSample: number,
): RemainingTimes {
  const flow = flowQueues(queues);
  const reachedOf = readReached(flow);
  const rows = new Map(flow.map(({ id }) => [id, [] as { classOfService: string | null; us: DurationUs }[]]));
  for (const { visits, finishedAt, classOfService } of items) {
    const reached = reachedOf(visits);
    const visited = new Set(visits.map(({ queueId }) => queueId));
    flow.forEach(({ id }, place) => {
      const from = reached[place] ?? null;
      if (from === null || from > finishedAt || !visited.has(id)) return;
      rows.get(id)?.push({ classOfService, us: between(from, finishedAt) });
    });
  }
  const samples = new Map([...rows].map(([id, own]) => [id, sampleOf(own)]));
  const isEnough = (sample: Float64Array | undefined): sample is Float64Array =>
    sample !== undefined && sample.length >= Math.max(1, minimumSample);
  return {
    sampleFor(queueId, classOfService) {
      const sample = samples.get(queueId);
      const own = sample?.byClass.get(classOfService);
      if (isEnough(own)) return own;
      return isEnough(sample?.all) ? sample.all : null;
    },
  };
}

function sampleOf(rows: readonly { classOfService: string | null; us: DurationUs }[]): QueueSample {
  const durations = (own: readonly { us: DurationUs }[]) => ascending(own.map(({ us }) => us));
  const groups = Map.groupBy(rows, ({ classOfService }) => classOfService);
  return {
    all: durations(rows),
    byClass: new Map([...groups].map(([classOfService, own]) => [classOfService, durations(own)])),
  };
}
