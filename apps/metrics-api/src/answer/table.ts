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

/** The rows of an answer; where groups were asked for, those of each of them, with its name in the first column. */
export function groupedTable<Figures>(
  csv: Pick<CsvTable, 'name' | 'timeZone'>,
  columns: readonly Column[],
  answer: NoInfer<Figures & { groups: readonly (Figures & { group: string | null })[] }>,
  isSplit: boolean,
  rowsOf: (figures: Figures) => readonly (readonly Cell[])[],
): CsvTable {
  if (!isSplit) return { ...csv, columns, rows: rowsOf(answer) };
  const rows = answer.groups.flatMap((own) => rowsOf(own).map((row) => [own.group, ...row]));
  return { ...csv, columns: ['group', ...columns], rows };
}
