import type { LogRow } from '../log-row.ts';
import type { RowSpool } from '../row-spool.ts';

/** The rows of a spool in the order of the file; closes it. */
export function rowsOf(spool: RowSpool): LogRow[] {
  const rows = [...spool.byItem()].flat();
  spool.close();
  return rows.sort((a, b) => a.line - b.line);
}
