import type { PoolConnection, RowDataPacket } from 'mysql2/promise';

/**
 * The name of the connection's database, for questions to information_schema. For `trigger_schema = DATABASE()` MariaDB opens
 * the tables of all databases of the server, and waits where one is locked; for a name given in words only this one's.
 */
export async function schemaOf(connection: PoolConnection): Promise<string> {
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT DATABASE() AS name');
  return String(row?.name);
}
