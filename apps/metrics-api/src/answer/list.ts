import type { Cell } from './column.ts';
import type { CsvTable } from './csv.ts';

/** The end of a page: rows are ordered by a number and then by an id. */
export interface Place {
  /** An instant, a duration, a number of days; up to six decimals. */
  value: number;
  id: number;
}

/** A list whose length grows with the items: its JSON comes in pages, its CSV is streamed as a whole. */
export interface List<Row> {
  /** The part of the answer before its rows: envelope, parameters, definitions. */
  head: object;
  /** The field that holds the rows in JSON, such as `items`. */
  rowsAs: string;
  /** Parameters for the next page instead of missing ones, so that all pages have the same range. */
  pinned?: Readonly<Record<string, string>>;
  csv: Omit<CsvTable, 'rows'>;
  placeOf(row: Row): Place;
  /** A row in JSON, and its cells in CSV. */
  fieldsOf(row: Row): object;
  cellsOf(row: Row): readonly Cell[];
  /** The rows after a position, in pieces of about this size. More is read only on demand. */
  chunks(after: Place | undefined, size: number): AsyncIterable<readonly Row[]>;
}

/** Whether a row comes after a position, in ascending or descending order of the values. */
export function isAfter(place: Place, after: Place | undefined, order: 'ascending' | 'descending'): boolean {
  if (!after) return true;
  if (place.value === after.value) return place.id > after.id;
  return place.value > after.value === (order === 'ascending');
}

/** Rows in memory, in the form that a list needs. */
export async function* chunksOf<Row>(rows: readonly Row[], size: number): AsyncIterable<readonly Row[]> {
  for (let place = 0; place < rows.length; place += size) yield rows.slice(place, place + size);
}
