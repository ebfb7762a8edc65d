import type { Instant, QueueCounters } from '@kanban/domain';
import { addSteps, stepsOf } from '../flow/steps.ts';
import { loadStoriesOfMoved } from './item-stories.ts';
import { loadQuarterCounts, QUARTER_HOUR } from './quarter-counts.ts';
import type { Snapshot } from './snapshot.ts';
import type { Stream } from './stream.ts';

/**
 * What every queue of a stream had seen before each instant; instants come in order. Most begin a quarter hour, as days and
 * hours do in nearly every zone. For one that does not (now, an instant asked for, Liberia before 1972), the steps since its
 * quarter hour began are added to the state before it.
 */
export async function loadFlowCounters(
  snapshot: Snapshot,
  stream: Stream,
  instants: readonly Instant[],
): Promise<QueueCounters[]> {
  const { id: streamId, queues } = stream;
  const queueIds = queues.map((queue) => queue.id);
  const quarters = [...new Set(instants.map(quarterOf))];
  const counters = await loadQuarterCounts(snapshot, queueIds, quarters);
  const byQuarter = Map.groupBy(counters, (row) => row.at);
  const answer: QueueCounters[] = [];
  for (const at of instants) {
    const quarter = quarterOf(at);
    const before = byQuarter.get(quarter) ?? [];
    if (quarter === at) {
      for (const row of before) answer.push(row);
      continue;
    }
    const stories = await loadStoriesOfMoved(snapshot, streamId, { from: quarter, to: at });
    const since = stepsOf(stories, queues).filter(
      (step) => step.occurredAt >= quarter && step.occurredAt < at,
    );
    for (const row of addSteps(before, since, at)) answer.push(row);
  }
  return answer;
}

function quarterOf(at: Instant): Instant {
  return Math.floor(at / QUARTER_HOUR) * QUARTER_HOUR;
}
