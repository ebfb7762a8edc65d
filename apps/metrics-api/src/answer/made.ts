import type { CsvTable } from './csv.ts';

/** An answer that was made, for all who asked for it. */
export interface Made {
  etag: string;
  /** JSON as UTF-8; left out where rows are told as CSV. */
  json?: Uint8Array<ArrayBuffer>;
  /** How long it was in the making, as a Server-Timing header says it. */
  timing?: string;
  /** As of when it is; left out where it says so itself. */
  asOf?: string | undefined;
  /** The rows as a table, for each who asked for them. */
  table?: () => CsvTable;
}
