import type { Instant, QueueCounters } from '@kanban/domain';
import { loadSteps, type Step } from './late-steps.ts';
import { loadQuarterCounts, QUARTER_HOUR } from './quarter-counts.ts';
import type { Snapshot } from './snapshot.ts';
import type { Stream } from './stream.ts';

/**
 * What every queue of a stream had seen before each instant. Most instants begin a quarter hour, as days and hours do in
 * nearly every zone; for one that does not (now, an instant asked for, Liberia before 1972), the steps since its quarter hour
 * began are added to the state before it.
 */
export async function loadFlowCounters(
  snapshot: Snapshot,
  stream: Stream,
  instants: readonly Instant[],
): Promise<QueueCounters[]> {
  const quarters = [...new Set(instants.map(quarterOf))];
  const counters = Map.groupBy(await loadQuarterCounts(snapshot, stream.name, quarters), ({ at }) => at);
  const late = Map.groupBy(
    instants.filter((at) => quarterOf(at) < at),
    quarterOf,
  );
  const stretches = [...late].map(([from, ats]) => ({ from, to: Math.max(...ats) }));
  const steps = await loadSteps(snapshot, stream.id, stretches);
  const stepsOfQuarter = Map.groupBy(steps, (step) => quarterOf(step.occurredAt));
  return instants.flatMap((at) => {
    const before = counters.get(quarterOf(at)) ?? [];
    const since = stepsOfQuarter.get(quarterOf(at))?.filter((step) => step.occurredAt < at) ?? [];
    return addSteps(before, since, at);
  });
}

function quarterOf(at: Instant): Instant {
  return Math.floor(at / QUARTER_HOUR) * QUARTER_HOUR;
}

type Field = Exclude<keyof QueueCounters, 'queueId' | 'at'>;

/**
 * The counters a moment later: what each step adds to which queue. The same contributions as those of the view
 * replay_4_flow_counts, which sums them up for whole quarter hours.
 */
export function addSteps(
  before: readonly QueueCounters[],
  steps: readonly Step[],
  at: Instant,
): QueueCounters[] {
  const after = new Map(before.map((counters) => [counters.queueId, { ...counters, at }]));
  const add = (queueId: number | null, field: Field, by: 1 | -1) => {
    const counters = queueId === null ? undefined : after.get(queueId);
    if (counters) counters[field] += by;
  };
  for (const step of steps) {
    if (step.location !== step.locationBefore) {
      add(step.location, 'arrivals', 1);
      add(step.locationBefore, 'departures', 1);
    }
    if (step.isFirst) add(step.location, 'entries', 1);
    add(step.mark, 'marked', 1);
    add(step.markBefore, 'marked', -1);
    if (step.isDropped) add(step.mark, 'markedDropped', 1);
    if (step.wasDropped) add(step.markBefore, 'markedDropped', -1);
    if (!step.isDropped && step.location !== step.mark) add(step.location, 'behind', 1);
    if (!step.wasDropped && step.locationBefore !== step.markBefore) add(step.locationBefore, 'behind', -1);
  }
  return [...after.values()];
}
