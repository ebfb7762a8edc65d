import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse';
import { Refused } from '../failure.ts';
import type { Progress } from '../terminal/progress.ts';

export interface CsvRow {
  /** Of the file, counted from 1; a row with line breaks is known by its last. */
  readonly line: number;
  /** The text of a column; empty when the file has no such column. */
  text(column: string): string;
}

/**
 * Reads a CSV file (RFC 4180, UTF-8, with or without BOM, a header first) row by row. Throws Refused when it cannot be
 * read, is no CSV, or lacks one of the columns required; other columns may be there in any order.
 */
export async function* readCsv(
  path: string,
  required: readonly string[],
  progress: Progress,
): AsyncGenerator<CsvRow> {
  const { size } = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new Refused(
      error.code === 'ENOENT'
        ? `There is no file ${path}.`
        : `The file ${path} cannot be read: ${error.message}.`,
    );
  });
  const file = createReadStream(path);
  const rows = file.pipe(parse({ bom: true, info: true, skip_empty_lines: true, trim: true }));
  file.on('error', (error) => rows.destroy(error));
  progress.stage(`Reading ${path}`, size);
  let columns: Map<string, number> | undefined;
  try {
    for await (const { record, info } of rows as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      if (columns === undefined) {
        columns = findColumns(path, record, required);
        continue;
      }
      const known = columns;
      yield {
        line: info.lines,
        text(column) {
          const index = known.get(column);
          return index === undefined ? '' : (record[index] ?? '');
        },
      };
      progress.at(file.bytesRead);
    }
  } catch (error) {
    if (error instanceof CsvError) throw new Refused(`${path} is no sound CSV file: ${error.message}.`);
    if ((error as NodeJS.ErrnoException).code === 'EISDIR')
      throw new Refused(`${path} is a folder, not a file.`);
    throw error;
  } finally {
    file.destroy();
  }
  if (columns === undefined) throw new Refused(`${path} is empty; its first line must name the columns.`);
}

function findColumns(
  path: string,
  header: readonly string[],
  required: readonly string[],
): Map<string, number> {
  const columns = new Map(header.map((name, index) => [name.toLowerCase(), index]));
  const missing = required.filter((name) => !columns.has(name));
  if (missing.length > 0) {
    throw new Refused(
      `${path} lacks the column ${missing.join(', ')}; its first line names ${header.join(', ')}. Needed: ${required.join(', ')}.`,
    );
  }
  return columns;
}
