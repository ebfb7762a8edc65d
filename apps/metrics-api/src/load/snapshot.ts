import type { Database } from '@kanban/schema';
import type { ControlledTransaction, Kysely } from 'kysely';

/** A transaction in which every query sees the same state of the database, and none can write. */
export type Snapshot = ControlledTransaction<Database>;

/**
 * Opens a consistent snapshot: all parts of an answer, the last audit id included, are of one moment. The caller ends it
 * with `closeSnapshot`, also after an error. It takes no locks; what it costs is old row versions while it is open.
 */
export function openSnapshot(db: Kysely<Database>): Promise<Snapshot> {
  return db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute();
}

/** Gives the connection back. Never throws: a connection that cannot end its transaction is closed by the server. */
export async function closeSnapshot(snapshot: Snapshot): Promise<void> {
  try {
    await snapshot.rollback().execute();
  } catch {
    // The answer has been read, or its error is on its way already.
  }
}

/** A database that did not answer in time; the statement may still be running there. */
export class DatabaseSilent extends Error {}

/** Runs `read` in a snapshot of its own. Throws DatabaseSilent when that takes too long, as drivers wait for ever. */
export function inSnapshot<T>(
  db: Kysely<Database>,
  read: (snapshot: Snapshot) => Promise<T>,
  withinMs = 60_000,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DatabaseSilent(`no answer within ${withinMs} ms`)), withinMs);
  });
  return Promise.race([readAndClose(db, read), silence]).finally(() => clearTimeout(timer));
}

async function readAndClose<T>(db: Kysely<Database>, read: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const snapshot = await openSnapshot(db);
  try {
    return await read(snapshot);
  } finally {
    await closeSnapshot(snapshot);
  }
}
