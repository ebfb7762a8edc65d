import type { RefusalCode } from '@kanban/schema';

/**
 * A board in memory that keeps the rules of `sql/`, written from the documents and not from the triggers: it is slow,
 * has no locks, and computes everything each time. The files next to this one have one rule each.
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
  /** The permanent records, oldest first; in the log this order holds for each item, and events of items have no order. */
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
  kind: 'backlog' | 'buffer' | 'active' | 'delivered' | 'completed' | 'dropped';
  /** Cards in their order; a softly deleted one keeps its place as a ghost. */
  cards: string[];
  /** The model does not know where a ghost comes back, or which of some cards comes first. */
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
  /** The position in the log at which its moves begin: an erased item may have had the same name. */
  readonly firstMove: number;
  isCommitted: boolean;
  isFinished: boolean;
  readonly waitsFor: Set<string>;
  parent: string | null;
  defectOf: string | null;
}

/** What belongs to an item, and is neither shown nor changed while that is deleted. */
export interface Things {
  readonly comments: string[];
  readonly checklist: { readonly label: string; isDone: boolean }[];
  readonly attachments: string[];
}

interface Deadline {
  /** In the words of SQL. */
  due: string | null;
  readonly flags: { readonly name: Flag; readonly deadline: string; isCurrent: boolean }[];
}
export type Flag = 'at_risk' | 'breached';

interface Move {
  readonly reference: string;
  readonly from: number | null;
  readonly to: number | null;
  /** The rules that it broke and that only observe. */
  readonly notes: readonly string[];
}

interface Block {
  readonly reference: string;
  readonly reason: string;
  isOver: boolean;
}

export type Code = RefusalCode | 'DUPLICATE';
/** The codes of which one refuses a statement; the order of the checks is not promised. Empty: the statement succeeds. */
export type Verdict = readonly Code[];
