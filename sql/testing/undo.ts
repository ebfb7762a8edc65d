type Row = Readonly<Record<string, unknown>>;

/** Table → its rows. */
export type Board = Map<string, Row[]>;

/** A row of `config_history`. */
export interface Change {
  readonly table: string;
  readonly kind: 'begin' | 'insert' | 'update' | 'delete';
  readonly rowKey: Row;
  readonly old: Row | null;
}

/** A foreign key ON UPDATE CASCADE: columns of the child beside those of the parent. A rename changes children without a trigger. */
export interface Link {
  readonly child: string;
  readonly parent: string;
  readonly columns: readonly (readonly [child: string, parent: string])[];
}

/** For tests: the board before these changes, given newest first. A rename that is undone takes the rows that name it along. */
export function undo(
  now: Board,
  changes: readonly Change[],
  links: readonly Link[],
  keys: Readonly<Record<string, { readonly key: readonly string[] }>>,
): Board {
  const board: Board = new Map([...now].map(([table, rows]) => [table, [...rows]]));
  for (const { table, kind, rowKey, old } of changes) {
    if (kind === 'begin') continue;
    const rows = board.get(table) ?? [];
    const at = rows.findIndex((row) => keys[table]?.key.every((column) => row[column] === rowKey[column]));
    if ((at === -1) !== (kind === 'delete'))
      throw new Error(`${kind} of ${table} ${JSON.stringify(rowKey)} does not fit what is there`);
    const [changed] = at === -1 ? [] : rows.splice(at, 1);
    if (old) rows.push(old);
    if (old && changed) carry(board, table, changed, old, links);
  }
  return board;
}

function carry(board: Board, parent: string, from: Row, to: Row, links: readonly Link[]): void {
  for (const link of links.filter((each) => each.parent === parent)) {
    if (link.columns.every(([, column]) => from[column] === to[column])) continue;
    const rows = board.get(link.child) ?? [];
    for (const [index, row] of rows.entries()) {
      if (!link.columns.every(([child, column]) => row[child] === from[column])) continue;
      const named = {
        ...row,
        ...Object.fromEntries(link.columns.map(([child, column]) => [child, to[column]])),
      };
      rows[index] = named;
      carry(board, link.child, row, named, links);
    }
  }
}
