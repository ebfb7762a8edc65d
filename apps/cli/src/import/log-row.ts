import type { Instant } from '@kanban/domain';

/** A row of the file as written; empty queue names are empty. */
export interface LogRow {
  readonly line: number;
  readonly at: Instant;
  /** The file's values, if the import changes them. */
  readonly saidAt?: Instant;
  readonly reference: string;
  readonly from: string;
  readonly to: string;
}
