import type { Instant } from '../instant.ts';
import type { Kind, Queue, Visit } from '../queue.ts';
import { ascending } from '../ranked-percentiles.ts';
import { spellsOf, stepsOf } from '../spells.ts';
import type { TimeBetween } from '../time-between.ts';
import { paceStages, readPassings } from './passed.ts';

export interface PaceItem {
  enteredAt: Instant;
  committedAt: Instant | null;
  finishedAt: Instant;
  /** All of them, in order. */
  visits: readonly Visit[];
}

/** Where an age begins: `cycle` when committed, `lead` when entered. */
export type Measure = 'cycle' | 'lead';

export interface StagePace {
  queue: Queue;
  /** The age of each finished item when it had passed the stage for good; ascending, µs. */
  ages: Float64Array;
}

/**
 * The ages of finished items when they passed each stage. `items` are those finished in the range; an item without any
 * time in progress is left out. Open items are not included, so very old ones make the pace look too fast.
 */
export function paceOf(
  items: readonly PaceItem[],
  queues: readonly Queue[],
  measure: Measure,
  between: TimeBetween,
): StagePace[] {
  const kinds = new Map(queues.map(({ id, kind }) => [id, kind]));
  const read = readPassings(queues);
  const stages = paceStages(queues).map((queue) => ({ queue, ages: [] as number[] }));
  for (const item of items) {
    const startedAt = ageStart(item, measure);
    if (startedAt === null || !wasInProgress(item.visits, kinds)) continue;
    read(item).forEach((passedAt, place) => {
      stages[place]?.ages.push(passedAt <= startedAt ? 0 : between(startedAt, passedAt));
    });
  }
  return stages.map(({ queue, ages }) => ({ queue, ages: ascending(ages) }));
}

export function ageStart(
  { enteredAt, committedAt }: Pick<PaceItem, 'enteredAt' | 'committedAt'>,
  measure: Measure,
): Instant | null {
  return measure === 'lead' ? enteredAt : committedAt;
}

/** It has a spell that lasted longer than 0. */
function wasInProgress(visits: readonly Visit[], kinds: ReadonlyMap<number, Kind>): boolean {
  return spellsOf(0, stepsOf(visits), kinds).some(
    ({ beganAt, endedAt }) => endedAt === null || endedAt > beganAt,
  );
}
