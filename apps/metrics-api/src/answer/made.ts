import type { CsvTable } from './csv.ts';

/** An answer that was made, for all who asked for it. */
export interface Made {
  etag: string;
  /** JSON as UTF-8; left out where rows are told as CSV. */
  json?: Uint8Array<ArrayBuffer>;
  /** How long it was in the making, as a Server-Timing header says it. */
  timing?: string;
  /** The rows as a table, for each who asked for them. */
  table?: () => CsvTable;
}
