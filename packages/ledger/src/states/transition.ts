import type { DeliveryState } from '@kanban/schema';

/** Of a row that is not there yet, or not any more. */
type None = 'none';

/** Of a row of `outbox_events`: not fanned out; fanned out, with deliveries that are open; processed. */
export type EventState = None | 'waiting' | 'open' | 'processed';

/** Of a row of `collections`: its message is ahead or was sent lately; over for two days. */
export type CollectionState = None | 'current' | 'over';

interface Of<Table extends string, State extends string> {
  readonly table: Table;
  /** The states from which the statement changes a row, each with those that the row can be in afterwards. */
  readonly arrows: Readonly<Partial<Record<State, readonly State[]>>>;
  /** The programs that run it. */
  readonly by: readonly ('relay' | 'notifier' | 'kanban')[];
  /** The file that alone has the statement, below `src`. */
  readonly file: string;
  /** Why it happens. */
  readonly why: string;
  /** What a kill of the program leaves, between this statement and the next step. */
  readonly afterKill: string;
}

/** What one statement does to the rows of one table. An arrow from a state to itself: other columns of the row change. */
export type Transition =
  | Of<'deliveries', DeliveryState | None>
  | Of<'outbox_events', EventState>
  | Of<'collections', CollectionState>;
