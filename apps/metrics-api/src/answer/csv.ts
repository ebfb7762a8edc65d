import { Readable } from 'node:stream';
import { defused } from '@kanban/domain/text';
import { stringify } from 'csv-stringify';
import { type Cell, type Column, header, readable } from './column.ts';
import type { CsvDialect } from './csv-dialect.ts';

export interface CsvTable {
  /** What the file is, to be joined by underscores: `['lead-time', 'main', '2026-01-01', '2026-03-31']`. */
  name: readonly string[];
  columns: readonly Column[];
  /** The zone of its local times; a function of the row, if rows differ. */
  timeZone: string | ((row: readonly Cell[]) => string);
  /** One cell per column. */
  rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>;
}

/**
 * A table as a stream of CSV (RFC 4180 in UTF-8, except for what its dialect changes). A text that a spreadsheet would run gets an
 * apostrophe in front, also in the header, because people name queues. Numbers stay numbers. Booleans are true and false.
 */
export function csvStream(
  table: CsvTable,
  { bom, separator, decimal }: CsvDialect,
  onEnd?: () => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const format = stringify({
    bom,
    delimiter: separator,
    record_delimiter: 'windows',
    // A line feed or a return alone must also be quoted; by default only the pair is.
    quote_record_delimiter: true,
    cast: {
      boolean: (value) => String(value),
      string: defused,
      number: (value) => (decimal === '.' ? String(value) : String(value).replace('.', decimal)),
    },
  });
  const source = Readable.from(linesOf(table));
  // An error of the source (a lost database) must break the download off, not end it as if it were whole.
  source.on('error', (error) => format.destroy(error));
  format.on('close', () => source.destroy());
  if (onEnd) source.on('close', onEnd);
  return Readable.toWeb(source.pipe(format)) as ReadableStream<Uint8Array<ArrayBuffer>>;
}

async function* linesOf({ columns, timeZone, rows }: CsvTable) {
  yield header(columns);
  for await (const row of rows) {
    yield readable(columns, row, typeof timeZone === 'string' ? timeZone : timeZone(row));
  }
}

/** `lead-time_main_2026-01-01_2026-03-31.csv`, safe in a header and on any file system. */
export function contentDisposition(name: readonly string[]): string {
  const file = `${name.join('_')}.csv`;
  const ascii = file.replace(/[^A-Za-z0-9._-]/g, '-');
  const encoded =
    ascii === file ? '' : `; filename*=UTF-8''${percentEncoded(file.replace(/[/\\:*?"<>|]/g, '-'))}`;
  return `attachment; filename="${ascii}"${encoded}`;
}

/** encodeURIComponent leaves '()* as they are, which RFC 8187 does not allow. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
}
