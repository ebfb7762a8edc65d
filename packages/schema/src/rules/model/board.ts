import type { RefusalCode } from '../../refusals.ts';
import type { Deadline } from './deadlines.ts';
import type { Things } from './things.ts';

/**
 * A board in memory that keeps the rules of `sql/`, written from what people are told of them and not from the triggers: it
 * is slow, has no locks, and looks everything up anew each time. The files beside this one are a rule each.
 */
export interface Model {
  readonly stream: string;
  readonly queues: ModelQueue[];
  /** Reference → item. */
  readonly items: Map<string, ModelItem>;
  readonly transitions: Set<string>;
  /** Assignee → limit; '' is everybody's. */
  readonly personLimits: Map<string, number>;
  readonly settings: Map<string, boolean>;
  readonly fastTrackers: readonly string[];
  /** Whole days since the board was made; its clock stands at some time before noon. */
  day: number;
  /** What is kept for good, the oldest first (of each item, that is, in the log); what was told of items in any order. */
  readonly log: Move[];
  readonly history: string[];
  readonly blocks: Block[];
  readonly told: string[];
}

export interface ModelQueue {
  /** What stays when it is renamed: its index. */
  readonly key: number;
  name: string;
  limit: number;
  readonly kind: 'backlog' | 'buffer' | 'active' | 'delivered' | 'completed' | 'dropped';
  /** Cards in their order; a softly deleted one keeps its place as a ghost. */
  cards: string[];
  /** Where a ghost comes back, or which of some cards comes first, is anybody's guess. */
  isUnsure: boolean;
}

export interface ModelItem extends Things, Deadline {
  queue: number | null;
  /** The day on which it came to its queue. */
  since: number;
  assignee: string | null;
  blockedReason: string | null;
  isDeleted: boolean;
  deletedFrom: number | null;
  /** The queue to which bulk work that has not ended has moved it. */
  heldFor: number | null;
  hasEntered: boolean;
  isCommitted: boolean;
  isFinished: boolean;
  readonly waitsFor: Set<string>;
  parent: string | null;
  defectOf: string | null;
}

export interface Move {
  readonly reference: string;
  readonly from: number | null;
  readonly to: number | null;
  /** What it broke that is only observed. */
  readonly notes: readonly string[];
}

export interface Block {
  readonly reference: string;
  readonly reason: string;
  isOver: boolean;
}

export type Code = RefusalCode | 'DUPLICATE';
/** Why a statement is refused: any of these, for rules are not promised to be looked at in an order. Empty: it is done. */
export type Verdict = readonly Code[];

export function isOn(model: Model, setting: string): boolean {
  return model.settings.get(setting) ?? !['enforce_blocks', 'enforce_dependencies'].includes(setting);
}

export function queueOf(model: Model, key: number): ModelQueue {
  return model.queues.find((queue) => queue.key === key) as ModelQueue;
}

export function cardsIn(model: Model, queue: ModelQueue): string[] {
  return queue.cards.filter((reference) => model.items.get(reference)?.queue === queue.key);
}

/** Off the board unfinished counts as dropped, and so does a softly deleted item. */
export function isDropped(model: Model, item: ModelItem): boolean {
  if (item.queue === null) return item.hasEntered && !item.isFinished;
  return queueOf(model, item.queue).kind === 'dropped';
}

/** Tries `change` on a copy: gives why it is refused, and makes it when it is not. */
export function attempt(model: Model, change: (copy: Model) => Verdict): Verdict {
  const copy = structuredClone(model);
  const verdict = change(copy);
  if (verdict.length === 0) Object.assign(model, copy);
  return verdict;
}

/** Row by row until one is refused; then all are. */
export function each(
  model: Model,
  references: readonly string[],
  change: (model: Model, reference: string) => Verdict,
): Verdict {
  return attempt(model, (copy) => {
    for (const reference of references.toSorted()) {
      const verdict = change(copy, reference);
      if (verdict.length > 0) return verdict;
    }
    return [];
  });
}
