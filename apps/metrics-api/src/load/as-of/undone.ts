import type { Instant, Queue } from '@kanban/domain';
import type { BoardTable, SettingRow } from '../setting-tables.ts';

/** What a snapshot is read by, instead of by all that is known now. */
export interface AsOf {
  readonly instant: Instant;
  readonly isSettled: boolean;
  /** Imports that were recorded since; nobody knew their rows. */
  readonly lateBatches: readonly number[];
  /** The rows of a table of settings then; undefined: the present ones, as nothing of it has changed. */
  settingsOf(table: BoardTable): SettingRow[] | undefined;
  /** The values that fields of items of a stream had, where they were changed since. */
  fieldsOf(streamId: number): Promise<FieldsThen>;
  /** The same of all streams: parents and dependencies may lie in other ones. */
  fieldsOfAll(): Promise<FieldsThen>;
  /** Items of a stream that were finished, where item_flow says otherwise. */
  finishedOf(streamId: number): Promise<FinishedOfStream>;
  /** Whether the projections of a stream say something else than they did: it got an import since, or its queues another order or kind. */
  isRefolded(stream: { id: number; queues: readonly Queue[] }): Promise<boolean>;
}

/** The fields of items that answers tell. */
export type FieldName =
  | 'shortDesc'
  | 'description'
  | 'type'
  | 'classOfService'
  | 'assignee'
  | 'parent'
  | 'dependency'
  | 'priority'
  | 'dueAt'
  | 'loggedAt'
  | 'deletedAt';

export type Values = Partial<Record<FieldName, string | number | null>>;

/** What an item was, where that is not what it is. */
export interface ItemThen {
  itemId: number;
  streamId: number;
  reference: string;
  fields: Values;
  /** Items it waited for that it does not wait for now, and the other way round. */
  waitedFor: ReadonlySet<string>;
  waitsNewlyFor: ReadonlySet<string>;
  /** Deleted for good since. */
  isGone: boolean;
}

export type FieldsThen = ReadonlyMap<number, ItemThen>;

export interface FinishedThen {
  itemId: number;
  enteredAt: Instant;
  committedAt: Instant | null;
  finishedAt: Instant;
}

export interface FinishedOfStream {
  isOfAll: boolean;
  items: FinishedThen[];
}
