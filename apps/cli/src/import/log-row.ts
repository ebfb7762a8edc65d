import type { Instant } from '@kanban/domain';

/** A row of the file as it stands; empty queue names are empty. */
export interface LogRow {
  readonly line: number;
  readonly at: Instant;
  /** What the file says, where the import says otherwise. */
  readonly saidAt?: Instant;
  readonly reference: string;
  readonly from: string;
  readonly to: string;
}
