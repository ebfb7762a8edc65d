import type { Instant, Queue, QueueCounters } from '@kanban/domain';
import { addSteps, type Standing, type Step } from './steps.ts';

/** An item with all that it did, or with what it counts as where it did nothing since the first instant. */
export type CountedItem = { steps: readonly Step[] } | { standing: Standing };

/**
 * What every queue had seen of some items before each instant; instants come in order. The counters of flow_counts are of all items:
 * of some, an item that has stood still counts once, where it stands.
 */
export function countItems(
  items: readonly CountedItem[],
  queues: readonly Queue[],
  instants: readonly Instant[],
): QueueCounters[] {
  const nothing = { arrivals: 0, departures: 0, entries: 0, marked: 0, markedDropped: 0, behind: 0 };
  const first = instants[0] ?? 0;
  const standing = items.flatMap((item) => ('standing' in item ? stoodStill(item.standing, queues) : []));
  let counters = addSteps(
    queues.map(({ id }) => ({ queueId: id, at: first, ...nothing })),
    standing,
    first,
  );
  const steps = items
    .flatMap((item) => ('steps' in item ? item.steps : []))
    .sort((a, b) => a.occurredAt - b.occurredAt);
  let next = 0;
  return instants.flatMap((at) => {
    const start = next;
    while (next < steps.length && (steps[next] as Step).occurredAt < at) next += 1;
    counters = addSteps(counters, steps.slice(start, next), at);
    return counters;
  });
}

/** An item that counts nowhere, as it was removed, has entered all the same: somewhere, and left. */
function stoodStill(after: Standing, queues: readonly Queue[]): Step[] {
  if (after.location !== null) return [{ occurredAt: 0, before: undefined, after }];
  const somewhere: Standing = { location: queues[0] ?? null, mark: null, isDropped: false };
  return [
    { occurredAt: 0, before: undefined, after: somewhere },
    { occurredAt: 0, before: somewhere, after },
  ];
}
