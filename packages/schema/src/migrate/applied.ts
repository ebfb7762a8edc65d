import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { queryRepeatedly } from './repeat-deadlocked.ts';

/** Name → checksum of everything applied. */
export async function readApplied(connection: PoolConnection): Promise<Map<string, string>> {
  const [rows] = await queryRepeatedly<RowDataPacket[]>(
    connection,
    'SELECT name, checksum FROM schema_migrations',
  );
  return new Map(rows.map((row) => [String(row.name), String(row.checksum)]));
}
