import type { ResultSetHeader } from 'mysql2/promise';
import { type Database, inTime } from './in-time.ts';

const PART = 1_000;

/** Repeats a DELETE until nothing is left for it, in transactions of some milliseconds each, which hold nobody up. */
export async function deleteInParts(database: Database, statement: string): Promise<void> {
  for (let deleted = PART; deleted === PART; ) {
    const [{ affectedRows }] = await inTime(database, (connection) =>
      connection.query<ResultSetHeader>(`${statement} LIMIT ${PART}`),
    );
    deleted = affectedRows;
  }
}
