import {
  type AttentionFacts,
  completeDaysBefore,
  intervalsOf,
  isWipKind,
  type Queue,
  queuesById,
  type SlaObjective,
} from '@kanban/domain';
import { loadPersonLimits } from '../../load/person-limits.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import { loadSpellBounds } from '../../load/spell-bounds.ts';
import type { Stream } from '../../load/stream.ts';
import { readBudgetAlerts } from '../sla-budget/alerts.ts';
import { type OpenItemRow, readOpenItems } from '../work-items/open-items.ts';
import { readSignals } from './signals.ts';

/** Four whole weeks lie within five, wherever these begin. */
const DAYS = 35;

/** What the rules of attention look at, at an instant. */
export async function loadAttentionFacts(
  snapshot: Snapshot,
  stream: Stream,
  at: number,
  { timeZone, minimumSample, isPast }: { timeZone: string; minimumSample: string; isPast: boolean },
): Promise<AttentionFacts> {
  const query = {
    measure: 'cycle',
    clock: 'elapsed',
    stalledDays: '5',
    fieldsAt: 'now',
    minimumSample,
  } as const;
  const rows = await readOpenItems(snapshot, stream, at, query);
  const queues = queuesById(stream.queues);
  return {
    at,
    items: rows.map(({ item, ageUs, block, outlook, paceUs }) => ({
      reference: item.reference,
      shortDesc: item.shortDesc,
      queue: queues.get(item.queueId) as Queue,
      state: outlook.state,
      deadlineAt: outlook.deadline?.at ?? null,
      missProbability: outlook.missProbability,
      isBeyondHistory: outlook.isBeyondHistory,
      blockedSince: block?.blockedAt ?? null,
      blockedReason: block?.reason ?? null,
      startedAt: item.committedAt ?? item.enteredAt,
      ageUs,
      paceUs,
    })),
    queues: stream.queues.filter(({ kind }) => isWipKind(kind)).map((queue) => holding(queue, rows)),
    persons: personsOf(rows, await loadPersonLimits(snapshot, stream.name)),
    budgets: (await readBudgetAlerts(snapshot, stream, at)).map(({ objective, ...alert }) => ({
      ...alert,
      subject: subjectOf(objective, stream),
    })),
    signals: await readSignals(snapshot, stream, { at, timeZone, isPast }),
    weeks: await weeksBefore(snapshot, stream, at, timeZone),
  };
}

/** `expedite, defect`, or the stream. */
function subjectOf({ classOfService, type }: SlaObjective, { name }: Stream): string {
  return [classOfService, type].filter((each) => each !== null).join(', ') || name;
}

function holding(queue: Queue, rows: readonly OpenItemRow[]) {
  const own = rows.filter(({ item }) => item.queueId === queue.id);
  return { queue, items: own.length, pullable: own.filter(({ block }) => block === null).length };
}

function personsOf(rows: readonly OpenItemRow[], limits: ReadonlyMap<string, number>) {
  const committed = rows.filter(({ item }) => item.committedAt !== null && item.assignee);
  const groups = Map.groupBy(committed, ({ item }) => item.assignee as string);
  return [...groups].map(([assignee, own]) => ({
    assignee,
    items: own.length,
    wipLimit: limits.get(assignee) ?? limits.get('') ?? -1,
  }));
}

async function weeksBefore(snapshot: Snapshot, stream: Stream, at: number, timeZone: string) {
  const range = completeDaysBefore(at, timeZone, DAYS);
  const weeks = intervalsOf(range, 'week').filter(({ partial }) => !partial);
  const spells = await loadSpellBounds(snapshot, stream, range);
  return weeks.map(({ start, end }) => {
    const isWithin = (instant: number | null) => instant !== null && instant >= start && instant < end;
    return {
      arrivals: spells.filter(({ beganAt }) => isWithin(beganAt)).length,
      departures: spells.filter(({ endedAt }) => isWithin(endedAt)).length,
    };
  });
}
