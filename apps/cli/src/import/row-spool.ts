import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Instant } from '@kanban/domain';
import type { LogRow } from './read-log.ts';

/** A row whose instant only the whole file tells. */
export interface UnsettledRow extends Omit<LogRow, 'at'> {
  readonly text: string;
}

const unsettledAtOnce = 10_000;

/**
 * The rows of a log, on disk: in the order of the file as they come in, by item as they go out, in the same memory however many
 * there are. SQLite's temporary database: no other process sees it, and it is gone with this one, however that ends.
 */
export class RowSpool {
  readonly #database = new DatabaseSync('');
  readonly #insert: StatementSync;
  readonly #names: string[] = [];
  readonly #nameIds = new Map<string, number>();
  readonly #nameCounts: number[] = [];
  #count = 0;
  #hasRowWithoutQueues = false;

  constructor() {
    // Nothing in it outlives the process, so nothing is journalled.
    this.#database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384;');
    this.#database.exec(
      `CREATE TABLE log (line INTEGER PRIMARY KEY, at INTEGER, reference TEXT NOT NULL,
                         from_name INTEGER NOT NULL, to_name INTEGER NOT NULL, said TEXT)`,
    );
    this.#insert = this.#database.prepare('INSERT INTO log VALUES (?, ?, ?, ?, ?, ?)');
    this.#database.exec('BEGIN');
  }

  get count(): number {
    return this.#count;
  }

  /** Whether some row names no queue at all, as of an item with an empty status. */
  get hasRowWithoutQueues(): boolean {
    return this.#hasRowWithoutQueues;
  }

  /** The queues that the rows name, and how often. */
  queueNames(): [name: string, count: number][] {
    return this.#names.flatMap((name, id) => (name === '' ? [] : [[name, this.#nameCounts[id] as number]]));
  }

  add({ line, at, reference, from, to }: LogRow): void {
    this.#add(line, at, reference, from, to, null);
  }

  addUnsettled({ line, text, reference, from, to }: UnsettledRow): void {
    this.#add(line, null, reference, from, to, text);
  }

  #add(line: number, at: Instant | null, reference: string, from: string, to: string, text: string | null) {
    this.#insert.run(line, at, reference, this.#nameId(from), this.#nameId(to), text);
    this.#count++;
    this.#hasRowWithoutQueues ||= from === '' && to === '';
  }

  #nameId(name: string): number {
    let id = this.#nameIds.get(name);
    if (id === undefined) {
      id = this.#names.push(name) - 1;
      this.#nameIds.set(name, id);
      this.#nameCounts.push(0);
    }
    (this.#nameCounts[id] as number)++;
    return id;
  }

  /** Gives each row that has none its instant; `instantOf` returns undefined for a row that is broken. */
  settle(instantOf: (row: UnsettledRow) => Instant | undefined): void {
    const next = this.#prepare(
      `SELECT line, reference, from_name, to_name, said FROM log WHERE at IS NULL AND line > ?
       ORDER BY line LIMIT ${unsettledAtOnce}`,
    );
    const update = this.#database.prepare('UPDATE log SET at = ?, said = NULL WHERE line = ?');
    for (let last = 0; ; ) {
      const rows = next.all(last) as unknown as [number, string, number, number, string][];
      if (rows.length === 0) return;
      for (const [line, reference, from, to, text] of rows) {
        const names = { from: this.#names[from] as string, to: this.#names[to] as string };
        update.run(instantOf({ line, reference, text, ...names }) ?? null, line);
        last = line;
      }
    }
  }

  /** Each item's rows by their times, those of one time as the file has them; the items by reference. */
  *byItem(): Generator<LogRow[]> {
    const all = this.#prepare(
      'SELECT line, at, reference, from_name, to_name FROM log ORDER BY reference, at, line',
    );
    let rows: LogRow[] = [];
    for (const row of all.iterate()) {
      const [line, at, reference, from, to] = row as unknown as [number, number, string, number, number];
      if (rows.length > 0 && rows[0]?.reference !== reference) {
        yield rows;
        rows = [];
      }
      rows.push({ line, at, reference, from: this.#names[from] as string, to: this.#names[to] as string });
    }
    if (rows.length > 0) yield rows;
  }

  /** The references of all items, sorted. */
  *references(): Generator<string> {
    for (const row of this.#prepare('SELECT DISTINCT reference FROM log ORDER BY reference').iterate())
      yield (row as unknown as [string])[0];
  }

  close(): void {
    this.#database.close();
  }

  #prepare(sql: string): StatementSync {
    const statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    return statement;
  }
}
