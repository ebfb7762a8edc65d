import type { NewQueue } from '../history/streams.ts';
import type { RowOrder } from './order-rows.ts';
import type { QualityReport } from './quality.ts';
import type { Block } from './read-blocks.ts';
import type { ItemDetails } from './read-items.ts';
import type { RowSpool } from './row-spool.ts';

export interface ImportRequest {
  /** The origin of the rows, for people who read `import_batches`. */
  readonly origin: string;
  readonly stream: string;
  /** UTC for a new stream when undefined. */
  readonly timeZone: string | undefined;
  /** Made when missing, in this order. */
  readonly queues: readonly NewQueue[];
  readonly rows: RowSpool;
  /** The order of an item's rows if their times contradict their moves. */
  readonly order: RowOrder;
  readonly items: ReadonlyMap<string, ItemDetails>;
  readonly blocks: readonly Block[];
  /** What was odd about the files already. */
  readonly reading: QualityReport;
  /** Everything is checked and nothing written. */
  readonly isDryRun: boolean;
}
