import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Instant } from '@kanban/domain';
import { eachRow, openTemporaryDatabase } from '../spool/temporary-database.ts';
import type { LogRow } from './log-row.ts';

/** A row whose instant only the whole file tells. */
export interface UnsettledRow extends Omit<LogRow, 'at'> {
  readonly text: string;
}

type Line = [line: number, at: Instant, reference: string, from: number, to: number];
type UnsettledLine = [line: number, reference: string, from: number, to: number, text: string];

const nextUnsettled = `SELECT line, reference, from_name, to_name, said FROM log WHERE at IS NULL AND line > ?
                       ORDER BY line LIMIT 10000`;

/** The rows of a log, in a temporary database: in the order of the file as they come in, by item as they go out. */
export class RowSpool {
  readonly #database: DatabaseSync = openTemporaryDatabase(
    `CREATE TABLE log (line INTEGER PRIMARY KEY, at INTEGER, reference TEXT NOT NULL,
                       from_name INTEGER NOT NULL, to_name INTEGER NOT NULL, said TEXT)`,
  );
  readonly #insert: StatementSync = this.#database.prepare('INSERT INTO log VALUES (?, ?, ?, ?, ?, ?)');
  readonly #names: string[] = [];
  readonly #nameIds = new Map<string, number>();
  readonly #nameCounts: number[] = [];
  #count = 0;
  #hasRowWithoutQueues = false;

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
    const update = this.#database.prepare('UPDATE log SET at = ?, said = NULL WHERE line = ?');
    for (let last = 0; ; ) {
      const rows = [...eachRow<UnsettledLine>(this.#database, nextUnsettled, last)];
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
    const sql = 'SELECT line, at, reference, from_name, to_name FROM log ORDER BY reference, at, line';
    let rows: LogRow[] = [];
    for (const [line, at, reference, from, to] of eachRow<Line>(this.#database, sql)) {
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
    const sql = 'SELECT DISTINCT reference FROM log ORDER BY reference';
    for (const [reference] of eachRow<[string]>(this.#database, sql)) yield reference;
  }

  close(): void {
    this.#database.close();
  }
}
