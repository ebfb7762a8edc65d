import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

/**
 * SQLite's temporary database, on disk: no other process sees it, and it is gone with this one, however that ends. Its memory stays the
 * same however much is in it, sorting included.
 */
export function openTemporaryDatabase(table: string): DatabaseSync {
  const database = new DatabaseSync('');
  // Nothing in it outlives the process, so nothing is journalled.
  database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384;');
  database.exec(table);
  database.exec('BEGIN');
  return database;
}

/** The rows of a statement one by one, each a list of its columns; `Row` says what they are, and nothing checks it. */
export function eachRow<Row>(
  database: DatabaseSync,
  sql: string,
  ...parameters: SQLInputValue[]
): Iterable<Row> {
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  const rows: Iterable<unknown> = statement.iterate(...parameters);
  return rows as Iterable<Row>;
}
