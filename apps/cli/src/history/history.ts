import type { Instant } from '@kanban/domain';

/** A work item of a history. Instants are UTC microseconds. */
export interface HistoryItem {
  readonly reference: string;
  readonly shortDesc: string;
  readonly type: string;
  readonly classOfService: string;
  readonly priority: number;
  readonly dateLogged: Instant;
  readonly dateDue: Instant | null;
  readonly assignee: string | null;
}

/** One entry (`from` null), move or departure (`to` null) of `items[item]`, by queue name. */
export interface Step {
  readonly at: Instant;
  readonly item: number;
  readonly from: string | null;
  readonly to: string | null;
  /** Who did it; null: whoever writes the history. */
  readonly actor: string | null;
  readonly reason: string | null;
}

/** An item that is in the database already. */
export interface KnownItem {
  readonly id: number;
  /** It has a card on the board. */
  readonly isOnBoard: boolean;
  /** Softly. */
  readonly isDeleted: boolean;
}

/**
 * What happened to items. Steps are in the order of time, and each item's are a whole chain, or go on with that of a known one:
 * it enters before it moves, `from` is where it is, and it never moves to where it is already.
 */
export interface History {
  readonly items: readonly HistoryItem[];
  /** By their index in `items`; all others are new. */
  readonly known?: ReadonlyMap<number, KnownItem>;
  readonly steps: readonly Step[];
}
