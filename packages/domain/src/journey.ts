import type { DurationUs, Instant } from './instant.ts';
import { movedBackBetween } from './moved-back.ts';
import { type Queue, queuesById, type Visit } from './queue.ts';

export interface JourneyStep extends Visit {
  /** Until it left, or until now. */
  durationUs: DurationUs;
  /** The queue comes before the previous one; dropped queues have no position in the flow. */
  movedBack: boolean;
}

export interface QueueTotal {
  queueId: number;
  visits: number;
  durationUs: DurationUs;
}

export interface Journey {
  steps: JourneyStep[];
  /** One row per queue visited, in the order of first visits. */
  totals: QueueTotal[];
}

/** The way of one item through its queues, from all of its visits in order. */
export function journey(visits: readonly Visit[], queues: readonly Queue[], now: Instant): Journey {
  const byId = queuesById(queues);
  const queueOf = (visit: Visit | undefined) => byId.get(visit?.queueId ?? NaN);
  const steps = visits.map((visit, place) => ({
    ...visit,
    // A log that was imported may be ahead of the clock.
    durationUs: Math.max(0, (visit.leftAt ?? now) - visit.enteredAt),
    movedBack: movedBackBetween(queueOf(visits[place - 1]), queueOf(visit)),
  }));
  const totals = [...Map.groupBy(steps, (step) => step.queueId)].map(([queueId, own]) => ({
    queueId,
    visits: own.length,
    durationUs: own.reduce((total, step) => total + step.durationUs, 0),
  }));
  return { steps, totals };
}
