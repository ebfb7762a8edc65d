import type { PoolConnection, RowDataPacket } from 'mysql2/promise';

/**
 * The name of the connection's database, for reads of information_schema. For `trigger_schema = DATABASE()` MariaDB
 * opens the tables of all databases and waits for locked ones; for a literal name it opens only those of that database.
 */
export async function schemaOf(connection: PoolConnection): Promise<string> {
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT DATABASE() AS name');
  return String(row?.name);
}
