import { findServerFaults } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Findings } from './compare.ts';

export const serverCheck = 'the server is set as the board needs it';

/** What `kanban migrate` would refuse the server for: somebody may have set it otherwise since. */
export async function findFaults(connection: PoolConnection): Promise<Findings> {
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT DATABASE() AS name');
  const lines = await findServerFaults(connection, String(row?.name), { writes: false });
  return { count: lines.length, lines };
}
