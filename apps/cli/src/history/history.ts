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
  /** References of items before it in the history: what it is a part of, waits for, is a defect of. */
  readonly parent?: string | null;
  readonly dependency?: string | null;
  readonly defectOf?: string | null;
}

/** An item stood still for this reason; `unblockedAt` is null while it lasts. */
export interface BlockedSpell {
  readonly reference: string;
  readonly reason: string;
  readonly blockedAt: Instant;
  readonly unblockedAt: Instant | null;
}

/** One entry (`from` null), move or departure (`to` null) of an item, by queue name. */
export interface Step {
  readonly at: Instant;
  /** Orders the steps of different items that have one instant; of one item it never falls within an instant. */
  readonly place: number;
  readonly from: string | null;
  readonly to: string | null;
  /** Who did it; null: the login that writes the history. */
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
 * What happened to one item. The steps are in the order of time and a whole chain, or continue that of a known item: it enters before
 * it moves, `from` is where it is, and it never moves to where it is already.
 */
export interface ItemHistory {
  readonly item: HistoryItem;
  /** Undefined: it is new. */
  readonly known: KnownItem | undefined;
  readonly steps: readonly Step[];
}
