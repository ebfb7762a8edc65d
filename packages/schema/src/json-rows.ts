/**
 * Rows and bytes of values per statement, far below the limit of any server (`max_allowed_packet` is 1 MiB or more).
 */
const MOST_ROWS = 1_000;
const MOST_BYTES = 256 * 1024;

/**
 * A list of rows as a table in a statement, passed as one parameter: `jsonOf` a list of lists, with members in the
 * order of `columns` (name → type). So one statement reads or changes any number of rows, each by its key. Texts
 * compare as in the tables; `sqlInstant` writes instants.
 */
export function jsonRows(alias: string, columns: Readonly<Record<string, string>>): string {
  const all = Object.entries(columns);
  const inside = all.map(([name, type], index) => `${name} ${asText(type)} PATH '$[${index}]'`);
  const outside = all.map(([name, type]) => (isText(type) ? `${name} COLLATE utf8mb4_bin AS ${name}` : name));
  return `(SELECT ${outside.join(', ')} FROM JSON_TABLE(?, '$[*]' COLUMNS (${inside.join(', ')})) ${alias}_listed) ${alias}`;
}

/**
 * The start of an UPDATE of rows of `table`, alias `alias`, each with separate values: `jsonOf` a list of the id and
 * the values of `columns`, in the order of the ids. Row by row along the primary key, because MariaDB may otherwise
 * lock a whole small table, and two of these statements would deadlock. The SET follows and names the values `said`.
 */
export function updateEach(table: string, alias: string, columns: Readonly<Record<string, string>>): string {
  return `UPDATE ${jsonRows('said', { id: 'BIGINT UNSIGNED', ...columns })}
  STRAIGHT_JOIN ${table} ${alias} FORCE INDEX (PRIMARY) ON ${alias}.id = said.id`;
}

/** The parameter. An unpaired surrogate, which no server accepts, becomes the replacement character. */
export function jsonOf(rows: readonly (readonly unknown[])[]): string {
  return JSON.stringify(rows, (_, value) => (typeof value === 'string' ? value.toWellFormed() : value));
}

function isText(type: string): boolean {
  return type.includes('CHAR');
}

function asText(type: string): string {
  return isText(type) ? `${type} CHARACTER SET utf8mb4` : type;
}

/** Splits rows into lists that each fit into a statement; a larger row goes alone. */
export function inStatements<Row>(rows: readonly Row[]): Row[][] {
  const lists: Row[][] = [];
  let list: Row[] = [];
  let bytes = 0;
  for (const row of rows) {
    const size = Buffer.byteLength(JSON.stringify(row));
    if (list.length > 0 && (list.length >= MOST_ROWS || bytes + size > MOST_BYTES)) {
      lists.push(list);
      list = [];
      bytes = 0;
    }
    list.push(row);
    bytes += size;
  }
  if (list.length > 0) lists.push(list);
  return lists;
}
