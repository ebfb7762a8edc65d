import { InvalidArgumentError } from 'commander';
import { Refused } from '../../failure.ts';

/** Our name of a column → the names that a file may use, in order of preference. */
export type ColumnNames = ReadonlyMap<string, readonly string[]>;

/** The names in the CSV of the metrics API, if they differ. */
const exportedNames: Readonly<Record<string, string>> = { date_due: 'dueAt' };

const mostShown = 30;
const pair = /\s*(\w+)\s*=\s*("(?:[^"]|"")*"|[^",]*?)\s*(?:,|$)/y;

/**
 * Reads the value of `--columns`: `occurred_at=Changed,reference="Issue key, old"`. A column may be named twice, for files
 * that call it differently.
 */
export function parseColumns(text: string, known: readonly string[]): ColumnNames {
  const names = new Map<string, string[]>();
  pair.lastIndex = 0;
  while (pair.lastIndex < text.length) {
    const match = pair.exec(text);
    const [, column = '', written = ''] = match ?? [];
    const name = written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written;
    if (name === '') {
      throw new InvalidArgumentError(
        'Write which column of the file is which: occurred_at=Changed,reference="Issue key".',
      );
    }
    if (!known.includes(column)) {
      throw new InvalidArgumentError(`There is no column ${column} to name; there are: ${known.join(', ')}.`);
    }
    names.set(column, [...(names.get(column) ?? []), name]);
  }
  return names;
}

export interface WantedColumns {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/**
 * Where the columns are in a header. Case, blanks, underscores and hyphens do not matter, so `occurredAt` is `occurred_at`.
 * Throws Refused for one that is missing or there twice.
 */
export function findColumns(
  path: string,
  header: readonly string[],
  wanted: WantedColumns,
  names: ColumnNames,
): Map<string, number> {
  const keys = header.map(keyOf);
  const found = new Map<string, number>();
  const missing: string[] = [];
  for (const column of [...wanted.required, ...wanted.optional]) {
    const given = names.get(column);
    const key = [...(given ?? []), column, exportedNames[column] ?? column]
      .map(keyOf)
      .find((each) => keys.includes(each));
    if (key === undefined) {
      if (given || wanted.required.includes(column)) missing.push(column);
      continue;
    }
    const index = keys.indexOf(key);
    if (keys.includes(key, index + 1)) throw new Refused(`${path} has the column ${header[index]} twice.`);
    found.set(column, index);
  }
  if (missing.length > 0) {
    const asked = missing.map((column) => `${column}=…`).join(',');
    const hint = header.length === 1 ? ', or what separates them by --separator' : '';
    throw new Refused(
      `${path} lacks the ${missing.length === 1 ? 'column' : 'columns'} ${missing.join(', ')}; its first line names ${shown(header)}. ` +
        `Say which of them it is by --columns '${asked}'${hint}. Needed: ${wanted.required.join(', ')}.`,
    );
  }
  return found;
}

/** Without characters that a terminal would not print. */
function shown(header: readonly string[]): string {
  const more = header.length > mostShown ? ` and ${header.length - mostShown} more` : '';
  return (
    header
      .slice(0, mostShown)
      .join(', ')
      .replaceAll(/\p{Cc}/gu, '�') + more
  );
}

function keyOf(name: string): string {
  return name.toLowerCase().replaceAll(/[\s\uFEFF_-]+/g, '');
}
