import type { Cell } from './column.ts';
import type { CsvTable } from './csv.ts';

/** Where a page ended: rows are in the order of a number and, where that is the same, of an id. */
export interface Place {
  /** An instant, a duration, a number of days; up to six decimals. */
  value: number;
  id: number;
}

/** A list whose length grows with the items: its JSON comes in pages, its CSV is streamed as a whole. */
export interface List<Row> {
  /** As of `Question`; left out, a page is its own ETag, and the CSV has none. */
  etagInputs?: unknown;
  /** What the answer says before its rows: envelope, parameters, definitions. */
  head: object;
  /** The field that holds the rows in JSON, such as `items`. */
  rowsAs: string;
  /** What the next page is asked with instead of what was left out, so that all pages are of one range. */
  pinned?: Readonly<Record<string, string>>;
  csv: Omit<CsvTable, 'rows'>;
  placeOf(row: Row): Place;
  /** A row in JSON, and its cells in CSV. */
  fieldsOf(row: Row): object;
  cellsOf(row: Row): readonly Cell[];
  /** The rows after a place in pieces, most of them of about this size. More is read only as more is asked for. */
  chunks(after: Place | undefined, size: number): AsyncIterable<readonly Row[]>;
}

/** Whether a row stands behind a place, in ascending or descending order of the values. */
export function isAfter(place: Place, after: Place | undefined, order: 'ascending' | 'descending'): boolean {
  if (!after) return true;
  if (place.value === after.value) return place.id > after.id;
  return place.value > after.value === (order === 'ascending');
}

/** Rows that are in memory anyway, as a list takes them. */
export async function* chunksOf<Row>(rows: readonly Row[], size: number): AsyncIterable<readonly Row[]> {
  for (let place = 0; place < rows.length; place += size) yield rows.slice(place, place + size);
}
