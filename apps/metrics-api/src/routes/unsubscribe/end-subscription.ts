import type { Database } from '@kanban/schema';
import { type Kysely, sql } from 'kysely';

/**
 * Calls the one procedure that the reader may call. Doing it twice changes nothing. Resolves to whether anybody was ever given
 * the token; throws DatabaseSilent when the database does not answer in time.
 */
export async function endSubscription(db: Kysely<Database>, token: string): Promise<boolean> {
  // Of a CALL come its result sets: the first one has the row.
  const { rows } = await sql<readonly { known: number }[]>`CALL unsubscribe(${token})`.execute(db);
  return Number(rows[0]?.[0]?.known) === 1;
}
