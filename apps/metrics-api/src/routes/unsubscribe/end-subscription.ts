import type { Database } from '@kanban/schema';
import { type Kysely, sql } from 'kysely';

/**
 * Calls the one procedure by which the reader may write. Doing it twice changes nothing. Resolves to whether anybody was ever given
 * the token; throws DatabaseSilent when the database does not answer in time.
 */
export async function endSubscription(db: Kysely<Database>, token: string): Promise<boolean> {
  const call = sql<readonly { known: number }[]>`CALL unsubscribe(${token})`;
  // Else the sessions of the API only read.
  const { rows } = await db
    .transaction()
    .setAccessMode('read write')
    .execute((transaction) => call.execute(transaction));
  // Of a CALL come its result sets: the first one has the row.
  return Number(rows[0]?.[0]?.known) === 1;
}
