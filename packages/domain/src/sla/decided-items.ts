import type { Instant } from '../instant.ts';
import { type Deadline, deadlineOf, type SlaItem, type SlaTerms } from './deadline.ts';
import { type Decision, decisionOf } from './decision.ts';
import { objectiveFor, type SlaObjective } from './objective.ts';

/** An item as it was at the instant looked at. */
export interface PromisedItem extends SlaItem {
  itemId: number;
  finishedAt: Instant | null;
  droppedAt: Instant | null;
}

export interface DecidedItem<Item> extends Decision {
  item: Item;
  deadline: Deadline;
}

/** Whose promises were kept or broken before an instant, by when that was decided, then by item. Throws like `deadlineOf`. */
export function decidedItems<Item extends PromisedItem>(
  items: readonly Item[],
  terms: SlaTerms,
  at: Instant,
): DecidedItem<Item>[] {
  return items
    .flatMap((item): DecidedItem<Item>[] => {
      const deadline = deadlineOf(item, terms);
      if (deadline === null) return [];
      const decision = decisionOf({ ...item, deadlineAt: deadline.at }, at);
      return decision === null ? [] : [{ ...decision, item, deadline }];
    })
    .sort((a, b) => a.decidedAt - b.decidedAt || a.item.itemId - b.item.itemId);
}

/** The items that an objective is the most specific one for; with undefined, those that have none. */
export function governedBy<Item extends { classOfService: string | null; type: string | null }>(
  items: readonly Item[],
  objectives: readonly SlaObjective[],
  objective: SlaObjective | undefined,
): Item[] {
  return items.filter((item) => objectiveFor(item, objectives) === objective);
}
