import type { Database } from '@kanban/schema';
import { withinDeadline } from '@kanban/service/within-deadline';
import type { ControlledTransaction, Kysely } from 'kysely';
import { type Connections, DatabaseSilent, NoConnectionFree } from '../connections.ts';
import type { AsOf } from './as-of/undone.ts';

/**
 * A transaction in which every query sees the same state of the database, and none can write. With `asOf` the loads tell what was
 * known then, of which this state holds all that is needed.
 */
export type Snapshot = ControlledTransaction<Database> & { readonly asOf?: AsOf | undefined };

/**
 * Opens a consistent snapshot: all parts of an answer, the last audit id included, are of one moment. The sessions of `connect` are
 * REPEATABLE READ, READ ONLY. The caller ends it with `closeSnapshot`, also after an error. It takes no locks; what it costs is old
 * row versions while it is open.
 */
export function openSnapshot(db: Kysely<Database>): Promise<Snapshot> {
  return db.startTransaction().execute();
}

/** Gives the connection back. Never throws: a connection that cannot end its transaction is closed by the server. */
export async function closeSnapshot(snapshot: Snapshot): Promise<void> {
  try {
    await snapshot.rollback().execute();
  } catch {
    // The answer has been read, or its error is on its way already.
  }
}

/**
 * Runs `read` in a snapshot of its own. Throws DatabaseSilent when that takes too long, as drivers wait for ever, and
 * NoConnectionFree when it did not even begin as others have all connections.
 */
export function inSnapshot<T>(
  { db, isExhausted }: Pick<Connections, 'db' | 'isExhausted'>,
  read: (snapshot: Snapshot) => Promise<T>,
  withinMs = 60_000,
): Promise<T> {
  let isOpen = false;
  const reading = readAndClose(db, (snapshot) => {
    isOpen = true;
    return read(snapshot);
  });
  return withinDeadline(withinMs, reading, () => {
    throw !isOpen && isExhausted() ? new NoConnectionFree(withinMs) : new DatabaseSilent(withinMs);
  });
}

async function readAndClose<T>(db: Kysely<Database>, read: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const snapshot = await openSnapshot(db);
  try {
    return await read(snapshot);
  } finally {
    // The answer goes first.
    setImmediate(() => void closeSnapshot(snapshot));
  }
}
