import type { Pool, RowDataPacket } from 'mysql2/promise';
import { readSqlFiles } from '../migrate/sql-files.ts';

/**
 * Writes to a table what its BEFORE triggers and a strict session would refuse today: rows as boards from before may hold
 * them. The triggers are made again afterwards.
 */
export async function writePastTriggers(pool: Pool, table: string, ...statements: string[]): Promise<void> {
  const connection = await pool.getConnection();
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT trigger_name AS name FROM information_schema.triggers
     WHERE trigger_schema = DATABASE() AND event_object_table = ? AND action_timing = 'BEFORE' ORDER BY action_order`,
    [table],
  );
  const files = await readSqlFiles('triggers');
  const [[session]] = await connection.query<RowDataPacket[]>('SELECT @@sql_mode AS mode');
  try {
    for (const { name } of rows) await connection.query('DROP TRIGGER ??', [name]);
    await connection.query("SET SESSION sql_mode = 'ALLOW_INVALID_DATES'");
    for (const statement of statements) await connection.query(statement);
  } finally {
    await connection.query('SET SESSION sql_mode = ?', [session?.mode]);
    for (const { name } of rows) {
      const file = files.find((each) => each.name === name);
      if (file) await connection.query(file.text);
    }
    connection.release();
  }
}
