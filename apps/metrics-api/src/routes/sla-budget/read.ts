import {
  type DecidedItem,
  decidedItems,
  governedBy,
  type Instant,
  type ItemOutlook,
  type PromisedItem,
  readOutlook,
  rollingDays,
  rollingDaysEnd,
  type SlaObjective,
} from '@kanban/domain';
import { type FilterQuery, filteredItems } from '../../answer/asked-items.ts';
import type { OpenItemAt } from '../../load/items-at.ts';
import { loadSlaObjectives } from '../../load/sla-objectives.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import type { Stream } from '../../load/stream.ts';
import { loadOpenOutlook } from '../../outlook/open-outlook.ts';
import { askedObjective, type ObjectiveQuery } from './asked-objective.ts';

/** Where no objective says how long its window is. */
const WINDOW_DAYS = 30;

export interface BudgetQuery extends FilterQuery, ObjectiveQuery {
  minimumSample: string;
}

type Decided = PromisedItem & { reference: string; finishedAt: Instant | null };

/** An open item whose deadline lies ahead. */
export interface OpenPromiseRow {
  item: OpenItemAt;
  outlook: ItemOutlook & { deadline: NonNullable<ItemOutlook['deadline']> };
  isInWindow: boolean;
}

export interface BudgetItems {
  objectives: SlaObjective[];
  objective: SlaObjective | undefined;
  windowDays: number;
  /** From `since` on, in order. */
  decisions: DecidedItem<Decided>[];
  /** By deadline, then by item. */
  open: OpenPromiseRow[];
}

/** The decisions that an objective counts, from `since` on until an instant, and the open promises. Throws NoWorkingTime. */
export async function readBudgetItems(
  snapshot: Snapshot,
  stream: Stream,
  query: BudgetQuery,
  { since, at }: { since: (windowDays: number) => Instant; at: Instant },
): Promise<BudgetItems> {
  const objectives = await loadSlaObjectives(snapshot, stream.name);
  const objective = askedObjective(objectives, query);
  const windowDays = objective?.windowDays ?? WINDOW_DAYS;
  const start = since(windowDays);
  const { open, endedSince, terms } = await loadOpenOutlook(snapshot, stream, at, {
    minimumSample: Number(query.minimumSample),
    since: start,
  });
  const ended = { finishedAt: null, droppedAt: null };
  const all = [...endedSince, ...open.map((item) => ({ ...item, ...ended }))];
  const fitting = governedBy(await filteredItems(snapshot, all, query, at), objectives, objective);
  const ids = new Set(fitting.map(({ itemId }) => itemId));
  const outlookOf = readOutlook(terms);
  const until = rollingDaysEnd(windowDays, stream.timeZone)(at);
  return {
    objectives,
    objective,
    windowDays,
    decisions: decidedItems(fitting, terms.terms, at).filter(({ decidedAt }) => decidedAt >= start),
    open: open
      .flatMap((item): OpenPromiseRow[] => {
        if (!ids.has(item.itemId)) return [];
        const outlook = outlookOf(item);
        const { deadline } = outlook;
        if (deadline === null || deadline.at < at) return [];
        return [{ item, outlook: { ...outlook, deadline }, isInWindow: deadline.at < until }];
      })
      .sort((a, b) => a.outlook.deadline.at - b.outlook.deadline.at || a.item.itemId - b.item.itemId),
  };
}

/** Back to where every point and alert of an answer has its whole window, and as far again for since when an alert fires. */
export function lookBack(from: Instant, at: Instant, timeZone: string) {
  return (windowDays: number): Instant => {
    const window = rollingDays(Math.max(windowDays, LONGEST_ALERT_DAYS), timeZone);
    return Math.min(window(Math.min(from, at)), window(window(at)));
  };
}

const LONGEST_ALERT_DAYS = 10;
