import type { Pool } from 'mysql2/promise';
import { readSqlFiles } from '../migrate/sql-files.ts';

/** Creates a routine as it is released; it must not be there. */
export async function remakeRoutine(pool: Pool, name: string): Promise<void> {
  const file = (await readSqlFiles('routines')).find((routine) => routine.name === name);
  if (!file) throw new Error(`No routine ${name} in sql/.`);
  await pool.query(file.text);
}
