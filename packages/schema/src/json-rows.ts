/** Rows and bytes of values in one statement: far below what any server takes (`max_allowed_packet` is 1 MiB and more). */
const MOST_ROWS = 1_000;
const MOST_BYTES = 256 * 1024;

/**
 * A list of rows as a table of a statement, which takes one parameter for it: `jsonOf` a list of lists, whose members
 * stand in the order of `columns`, name → type. So one statement asks or changes what each row names, by its key, however
 * many there are. Types of text compare as the tables do, and instants are written by `sqlInstant`.
 */
export function jsonRows(alias: string, columns: Readonly<Record<string, string>>): string {
  const all = Object.entries(columns);
  const inside = all.map(([name, type], index) => `${name} ${asText(type)} PATH '$[${index}]'`);
  const outside = all.map(([name, type]) => (isText(type) ? `${name} COLLATE utf8mb4_bin AS ${name}` : name));
  return `(SELECT ${outside.join(', ')} FROM JSON_TABLE(?, '$[*]' COLUMNS (${inside.join(', ')})) ${alias}_listed) ${alias}`;
}

/**
 * The beginning of an UPDATE of rows of `table`, called `alias`, each with values of its own: `jsonOf` a list of the id and what
 * `columns` name, in the order of the ids. Row by row along the primary key: left the choice, MariaDB reads and so locks a
 * small table whole, and two of these end in a deadlock. The SET follows, and calls the values `said`.
 */
export function updateEach(table: string, alias: string, columns: Readonly<Record<string, string>>): string {
  return `UPDATE ${jsonRows('said', { id: 'BIGINT UNSIGNED', ...columns })}
  STRAIGHT_JOIN ${table} ${alias} FORCE INDEX (PRIMARY) ON ${alias}.id = said.id`;
}

/** The parameter. Half a surrogate pair, which no server takes, becomes the replacement character. */
export function jsonOf(rows: readonly (readonly unknown[])[]): string {
  return JSON.stringify(rows, (_, value) => (typeof value === 'string' ? value.toWellFormed() : value));
}

function isText(type: string): boolean {
  return type.includes('CHAR');
}

function asText(type: string): string {
  return isText(type) ? `${type} CHARACTER SET utf8mb4` : type;
}

/** Cuts rows of values into lists that fit into a statement each; a row that is larger than that goes alone. */
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
