import { Readable } from 'node:stream';
import { withoutDefusal } from '@kanban/domain/text';
import { CsvError, parse } from 'csv-parse';
import { Refused } from '../../failure.ts';
import type { Progress } from '../../terminal/progress.ts';
import { findColumns, type WantedColumns } from './columns.ts';
import { encodingOf, textOf } from './encoding.ts';
import { type FileBytes, fileBytes } from './file-bytes.ts';
import type { FileForm } from './file-form.ts';
import { separatorOf } from './separator.ts';

export interface CsvRow {
  /** Of the file, counted from 1; a row with line breaks is known by its last. */
  readonly line: number;
  /** The text of a column; empty when the file has no such column. */
  text(column: string): string;
}

export interface CsvFile {
  readonly encoding: string;
  readonly separator: string;
  readonly rows: AsyncGenerator<CsvRow>;
}

/**
 * Opens a CSV file (RFC 4180 with any separator, header first); what `form` leaves open is detected. Throws Refused,
 * here or from `rows`, if the file cannot be read, is not CSV, or lacks a required column.
 */
export function openCsv(path: string, wanted: WantedColumns, form: FileForm, progress: Progress): CsvFile {
  const bytes = open(path);
  const encoding = form.encoding ?? encodingOf(path, bytes);
  const [beginning] = textOf(path, bytes, encoding);
  const found = separatorOf(beginning?.text ?? '');
  const separator = form.separator ?? found.separator;
  const text = textOf(path, bytes, encoding);
  progress.stage(`Reading ${path}`, bytes.size);
  const rows = readRows(path, text, { separator, headerLine: found.headerLine, wanted, form }, progress);
  return { encoding, separator, rows };
}

function open(path: string): FileBytes {
  try {
    return fileBytes(path);
  } catch (error) {
    throw new Refused(whyUnreadable(path, error as NodeJS.ErrnoException));
  }
}

function whyUnreadable(path: string, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return `There is no file ${path}.`;
  if (code === 'EISDIR') return `${path} is a folder, not a file.`;
  return `The file ${path} cannot be read: ${message}.`;
}

interface RowForm {
  readonly separator: string;
  readonly headerLine: number;
  readonly wanted: WantedColumns;
  readonly form: FileForm;
}

async function* readRows(
  path: string,
  text: ReturnType<typeof textOf>,
  { separator, headerLine, wanted, form }: RowForm,
  progress: Progress,
): AsyncGenerator<CsvRow> {
  const rows = parse({
    delimiter: separator,
    from_line: headerLine,
    info: true,
    // All line breaks: by default the parser uses the first one that it meets for the whole file.
    record_delimiter: ['\r\n', '\n', '\r'],
    skip_empty_lines: true,
    // What a spreadsheet leaves of rows that were emptied.
    skip_records_with_empty_values: true,
    trim: true,
  });
  let bytesRead = 0;
  const source = Readable.from(
    (function* pieces() {
      for (const piece of text) {
        bytesRead = piece.bytesRead;
        yield piece.text;
      }
    })(),
  );
  source.on('error', (error) => rows.destroy(error));
  source.pipe(rows);
  let columns: Map<string, number> | undefined;
  try {
    for await (const { record, info } of rows as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      if (columns === undefined) {
        columns = findColumns(path, record.map(withoutDefusal), wanted, form.columns);
        continue;
      }
      const known = columns;
      yield {
        line: info.lines,
        text(column) {
          const index = known.get(column);
          const cell = index === undefined ? '' : withoutDefusal(record[index] ?? '');
          return column === 'reference' && cell !== '' ? `${form.referencePrefix}${cell}` : cell;
        },
      };
      progress.at(bytesRead);
    }
  } catch (error) {
    if (error instanceof CsvError) throw new Refused(`${path} is not a valid CSV file: ${error.message}.`);
    throw error;
  } finally {
    source.destroy();
  }
  if (columns === undefined) throw new Refused(`${path} is empty; its first line must name the columns.`);
}
