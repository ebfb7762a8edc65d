import type { Database } from '@kanban/schema';
import { type Kysely, sql } from 'kysely';
import { DatabaseSilent } from '../../load/snapshot.ts';

const WITHIN_MS = 10_000;

/**
 * Calls the one procedure that the reader may call. Doing it twice changes nothing. Resolves to whether anybody was ever given
 * the token; throws DatabaseSilent when the database does not answer in time.
 */
export async function endSubscription(db: Kysely<Database>, token: string): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DatabaseSilent(`no answer within ${WITHIN_MS} ms`)), WITHIN_MS);
  });
  try {
    const call = sql<readonly { known: number }[]>`CALL unsubscribe(${token})`.execute(db);
    // Of a CALL come its result sets: the first one has the row.
    const { rows } = await Promise.race([call, silence]);
    return Number(rows[0]?.[0]?.known) === 1;
  } finally {
    clearTimeout(timer);
  }
}
