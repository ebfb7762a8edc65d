import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { notMended } from './id-columns.ts';

/** From here on the guards refuse ids: programs count no further, and a counter near the end stops everybody by 1467. */
export const LIMIT = String(2n ** 52n);

export interface HighIds {
  readonly table: string;
  /** How many rows have one. 0: only the counter is too high. */
  readonly rows: number;
}

/** Tables whose counter or ids are too high, and those of them that the command cannot repair. */
export async function findHighIds(connection: Pool | PoolConnection): Promise<HighIds[]> {
  const [tables] = await connection.query<RowDataPacket[]>(
    `SELECT table_name AS name, data_type AS type FROM information_schema.columns
     WHERE table_schema = DATABASE() AND extra LIKE '%auto_increment%' ORDER BY table_name`,
  );
  const found: HighIds[] = [];
  for (const { name, type } of tables) {
    // Of INT ids the upper half: a board that came there by itself does not exist.
    const limit = type === 'bigint' ? LIMIT : String(2n ** 31n);
    const [[counted]] = await connection.query<RowDataPacket[]>(
      `SELECT COUNT(*) AS found FROM ${name} WHERE id >= ${limit}`,
    );
    const rows = Number(counted?.found);
    if (rows > 0 || (await counterOf(connection, name)) > BigInt(limit)) found.push({ table: name, rows });
  }
  return found;
}

export function isMended({ table }: HighIds): boolean {
  return !(table in notMended);
}

/** information_schema may show values that are a day old. */
async function counterOf(connection: Pool | PoolConnection, table: string): Promise<bigint> {
  const [[row]] = await connection.query<RowDataPacket[]>(`SHOW CREATE TABLE ${table}`);
  return BigInt(/\) ENGINE=.* AUTO_INCREMENT=(\d+)/.exec(String(row?.['Create Table']))?.[1] ?? 0);
}
