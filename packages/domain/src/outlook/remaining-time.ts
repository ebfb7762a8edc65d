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
  const positions = queues.map(({ position }) => position);
  return (visits) => {
    const reached = positions.map((): Instant | null => null);
    let furthest = Number.NEGATIVE_INFINITY;
    for (const { queueId, enteredAt } of visits) {
      const queue = byId.get(queueId);
      if (!queue || queue.kind === 'dropped' || queue.position <= furthest) continue;
      for (let place = 0; place < positions.length; place++) {
        const position = positions[place] as number;
        if (position > furthest && position <= queue.position) reached[place] = enteredAt;
      }
      furthest = queue.position;
    }
    return reached;
  };
}

/** How long finished items took from each queue to the finish. */
export interface RemainingTimes {
  /** Those of a class of service when there are enough of them, else all; null when even these are too few. */
  sampleFor(queueId: number, classOfService: string | null): Float64Array | null;
}

/** The times from one queue on. A sample is sorted once, when it is first asked for. */
class QueueTimes {
  readonly #byClass = new Map<string | null, DurationUs[]>();
  readonly #sorted = new Map<string | null, Float64Array>();
  #all: Float64Array | undefined;

  add(classOfService: string | null, us: DurationUs): void {
    const own = this.#byClass.get(classOfService);
    if (own) own.push(us);
    else this.#byClass.set(classOfService, [us]);
  }

  ofClass(classOfService: string | null): Float64Array {
    const known = this.#sorted.get(classOfService);
    if (known) return known;
    const sorted = ascending(this.#byClass.get(classOfService) ?? []);
    this.#sorted.set(classOfService, sorted);
    return sorted;
  }

  ofAll(): Float64Array {
    this.#all ??= ascending([...this.#byClass.values()].flat());
    return this.#all;
  }
}

/**
 * From finished items: for each queue, finished − first at or beyond it, of those that visited it. Each open item then costs O(log n).
 */
export function remainingTimes(
  items: readonly FinishedSample[],
  queues: readonly Queue[],
  between: TimeBetween,
  minimumSample: number,
): RemainingTimes {
  const flow = flowQueues(queues);
  const reachedOf = readReached(flow);
  const placeOf = new Map(flow.map(({ id }, place) => [id, place]));
  const times = flow.map(() => new QueueTimes());
  for (const { visits, finishedAt, classOfService } of items) {
    const reached = reachedOf(visits);
    for (const { queueId } of visits) {
      const place = placeOf.get(queueId) ?? NaN;
      const from = reached[place] ?? null;
      if (from === null || from > finishedAt) continue;
      times[place]?.add(classOfService, between(from, finishedAt));
      // It counts once, however often it came back.
      reached[place] = null;
    }
  }
  const enough = (sample: Float64Array) => (sample.length >= Math.max(1, minimumSample) ? sample : null);
  return {
    sampleFor(queueId, classOfService) {
      const own = times[placeOf.get(queueId) ?? NaN];
      return own ? (enough(own.ofClass(classOfService)) ?? enough(own.ofAll())) : null;
    },
  };
}
