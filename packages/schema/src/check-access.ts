import type { Pool } from 'mysql2/promise';
import { withConnection } from './deadline.ts';

/** A database that refuses our work, however long we wait. The message is for the person who runs the program. */
export class NoAccess extends Error {}

const sentences = new Map<number, string>([
  [1045, 'The database refuses the user or password of DATABASE_URL'],
  [1044, 'The user of DATABASE_URL has no rights on that database'],
  [1142, 'The user of DATABASE_URL lacks rights on the tables; sql/roles.sql says which each program needs'],
  [1049, 'There is no database of the name in DATABASE_URL; `npm run kanban -- migrate` makes it'],
  [1146, 'The database has no tables of Kanban Flow yet; run `npm run kanban -- migrate`'],
]);

/**
 * Reads nothing from `table`, to find a wrong login or an empty database at the start. Throws NoAccess for problems
 * that waiting does not solve. A server that is away is no error here, because it may come back.
 */
export async function checkAccess(pool: Pool, table: string, deadlineMs: number): Promise<void> {
  try {
    await withConnection(pool, deadlineMs, (connection) =>
      connection.query('SELECT 1 FROM ?? LIMIT 0', [table]),
    );
  } catch (error) {
    const sentence = sentences.get((error as { errno?: number }).errno ?? 0);
    if (sentence) throw new NoAccess(`${sentence} (${(error as Error).message})`, { cause: error });
  }
}
