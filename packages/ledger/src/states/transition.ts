import type { DeliveryState } from '@kanban/schema';

/** The state of a row that does not exist yet, or no longer. */
type None = 'none';

/** The state of a row of `outbox_events`: not fanned out; fanned out with open deliveries; processed. */
export type EventState = None | 'waiting' | 'open' | 'processed';

/** The state of a row of `collections`: current until two days after its `due_at`, then over. */
export type CollectionState = None | 'current' | 'over';

interface Of<Table extends string, State extends string> {
  readonly table: Table;
  /** Each state in which the statement changes a row, with the states that the row can have afterwards. */
  readonly arrows: Readonly<Partial<Record<State, readonly State[]>>>;
  /** The programs that run it. */
  readonly by: readonly ('relay' | 'notifier' | 'kanban')[];
  /** The only file with the statement, relative to `src`. */
  readonly file: string;
  /** Why it happens. */
  readonly why: string;
  /** The state that remains if the program is killed between this statement and the next step. */
  readonly afterKill: string;
}

/** What one statement does to the rows of one table. An arrow from a state to itself changes other columns. */
export type Transition =
  | Of<'deliveries', DeliveryState | None>
  | Of<'outbox_events', EventState>
  | Of<'collections', CollectionState>;
