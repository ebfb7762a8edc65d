import type { Cell, CsvTable } from './csv.ts';

/** Rows of an answer as a table: the columns are their fields, in the order named here. */
export function tableOf<Row extends { [K in Column]: Cell }, Column extends string & keyof Row>(
  name: readonly string[],
  columns: readonly Column[],
  rows: readonly Row[],
): CsvTable {
  return { name, columns, rows: rows.map((row) => columns.map((column) => row[column])) };
}
