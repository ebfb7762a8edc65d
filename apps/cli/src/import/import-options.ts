import type { NewQueue } from '../history/streams.ts';
import type { ColumnNames } from './file/columns.ts';
import type { DateOrder } from './file/written-date.ts';
import type { RowOrder } from './order-rows.ts';

/** The options of `kanban import`. */
export interface ImportOptions {
  readonly stream: string;
  readonly queues?: readonly NewQueue[];
  readonly queuesFile?: string;
  readonly timeZone?: string;
  readonly items?: string;
  readonly blocks?: string;
  readonly referencePrefix?: string;
  readonly order: RowOrder;
  readonly columns?: ColumnNames;
  readonly encoding?: string;
  readonly separator?: string;
  readonly dateOrder?: DateOrder;
  readonly instants: string;
  readonly dryRun?: true;
}
