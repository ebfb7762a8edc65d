import {
  type BurnAlert,
  decidedItems,
  governedBy,
  type Instant,
  largest,
  NoWorkingTime,
  type SlaObjective,
  slaBudget,
} from '@kanban/domain';
import { loadSlaObjectives } from '../../load/sla-objectives.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import type { Stream } from '../../load/stream.ts';
import { loadOpenOutlook } from '../../outlook/open-outlook.ts';
import { lookBack } from './read.ts';

export interface ObjectiveAlert extends BurnAlert {
  objective: SlaObjective;
  leftShare: number | null;
}

/** The alerts of all objectives of a stream at an instant, as `/v1/sla/budget` tells of each; none where hours never reach a target. */
export async function readBudgetAlerts(
  snapshot: Snapshot,
  stream: Stream,
  at: Instant,
): Promise<ObjectiveAlert[]> {
  const objectives = await loadSlaObjectives(snapshot, stream.name);
  if (objectives.length === 0) return [];
  const { timeZone } = stream;
  const longest = largest(objectives.map(({ windowDays }) => windowDays));
  const since = lookBack(at, at, timeZone)(longest);
  const { open, endedSince, terms } = await loadOpenOutlook(snapshot, stream, at, { since });
  const items = [...endedSince, ...open.map((item) => ({ ...item, finishedAt: null, droppedAt: null }))];
  try {
    return objectives.flatMap((objective) => {
      const decisions = decidedItems(governedBy(items, objectives, objective), terms.terms, at);
      const { alerts, budget } = slaBudget(decisions, [], [], { ...objective, timeZone, at });
      return alerts.map((alert) => ({ ...alert, objective, leftShare: budget.leftShare }));
    });
  } catch (error) {
    if (error instanceof NoWorkingTime) return [];
    throw error;
  }
}
