import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Instant } from '@kanban/domain';
import { eachRow, openTemporaryDatabase } from '../spool/temporary-database.ts';

/** A step in the form of its row of the log. */
export interface SpooledStep {
  readonly at: Instant;
  readonly place: number;
  readonly itemId: number;
  readonly reference: string;
  /** Indexes in the list of queues; -1: none. */
  readonly from: number;
  readonly to: number;
  readonly actor: string | null;
  readonly reason: string | null;
  /** Null: the database chains it. */
  readonly hash: Uint8Array | null;
  readonly isLast: boolean;
}

type Row = [
  at: number,
  place: number,
  itemId: number,
  reference: string,
  from: number,
  to: number,
  actor: string | null,
  reason: string | null,
  hash: Uint8Array | null,
  isLast: number,
];

const columns = 'at, place, item_id, reference, from_queue, to_queue, actor, reason, hash, is_last';

/** Steps in a temporary database: written item by item, read in the order of time. */
export class StepSpool {
  readonly #database: DatabaseSync = openTemporaryDatabase(
    `CREATE TABLE steps (at INTEGER, place INTEGER, item_id INTEGER, reference TEXT, from_queue INTEGER, to_queue INTEGER,
                         actor TEXT, reason TEXT, hash BLOB, is_last INTEGER)`,
  );
  readonly #insert: StatementSync = this.#database.prepare(
    'INSERT INTO steps VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(step: SpooledStep): void {
    const { at, place, itemId, reference, from, to, actor, reason, hash, isLast } = step;
    this.#insert.run(at, place, itemId, reference, from, to, actor, reason, hash, isLast ? 1 : 0);
    this.#count++;
  }

  inOrder(): Generator<SpooledStep> {
    return this.#read(`SELECT ${columns} FROM steps ORDER BY at, place, rowid`);
  }

  /** The last step of each item. */
  lasts(): Generator<SpooledStep> {
    return this.#read(`SELECT ${columns} FROM steps WHERE is_last = 1 ORDER BY at, place, rowid`);
  }

  *#read(sql: string): Generator<SpooledStep> {
    for (const row of eachRow<Row>(this.#database, sql)) {
      const [at, place, itemId, reference, from, to, actor, reason, hash, isLast] = row;
      yield { at, place, itemId, reference, from, to, actor, reason, hash, isLast: isLast === 1 };
    }
  }

  close(): void {
    this.#database.close();
  }
}
