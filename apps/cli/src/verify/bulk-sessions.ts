import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Findings } from './compare.ts';

export const bulkSessionsCheck = 'bulk_sessions names no connection';

/**
 * Connections that write past the rules, of all streams. Who writes history takes its row away before it commits, so a row
 * that others can see was left there: the connection that gets its id one day would be neither counted, audited nor
 * announced. Rebuilding does not mend that; the sentences say what does.
 */
export async function findBulkSessions(connection: PoolConnection, show: number): Promise<Findings> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT connection_id AS id, COUNT(*) OVER () AS total FROM bulk_sessions ORDER BY connection_id LIMIT ?',
    [show],
  );
  const lines = rows.map(
    ({ id }) =>
      `connection_id ${id} is exempt from the rules; take it away with DELETE FROM bulk_sessions WHERE connection_id = ${id}`,
  );
  return { count: Number(rows[0]?.total ?? 0), lines };
}
