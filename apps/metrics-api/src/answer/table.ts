import type { Cell } from './column.ts';
import { type Column, nameOf } from './column.ts';
import type { CsvTable } from './csv.ts';

/** Rows of an answer as a table: the columns are their fields, in the order named here. */
export function tableOf<Row extends { [K in Name]: Cell }, Name extends string & keyof Row>(
  { name, timeZone }: Pick<CsvTable, 'name' | 'timeZone'>,
  columns: readonly Column<Name>[],
  rows: readonly Row[],
): CsvTable {
  return { name, timeZone, columns, rows: rows.map((row) => cellsOf(columns, row)) };
}

export function cellsOf<Row extends { [K in Name]: Cell }, Name extends string & keyof Row>(
  columns: readonly Column<Name>[],
  row: Row,
): Cell[] {
  return columns.map((column) => row[nameOf(column)]);
}
