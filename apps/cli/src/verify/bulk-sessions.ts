import { formatInstant } from '@kanban/domain';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Findings } from './compare.ts';

export const bulkSessionsCheck = 'bulk_sessions has no work that has not ended';

/**
 * Bulk work that has not ended, in all streams: its changes are not counted or projected yet, and its cards wait. A
 * rebuild does not repair that; the sentences say what does. Work inside an open transaction is invisible.
 */
export async function findBulkSessions(connection: PoolConnection, show: number): Promise<Findings> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT id, connection_id, node, started_at, started_by, COUNT(*) OVER () AS total
     FROM bulk_sessions ORDER BY id LIMIT ?`,
    [show],
  );
  const dead = rows.length === 0 ? new Set() : await readDead(connection);
  const lines = rows.map(({ id, connection_id, node, started_at, started_by }) => {
    const who = `bulk work of connection ${connection_id}${node ? ` on ${node}` : ''}${started_by ? ` (${started_by})` : ''}`;
    const since = started_at === null ? '' : ` since ${formatInstant(started_at)}`;
    return dead.has(id)
      ? `${who}${since}: the connection is gone; \`kanban housekeeping\` ends it rightly`
      : `${who}${since}: wait for its end_bulk(), or KILL ${connection_id} and run \`kanban housekeeping\``;
  });
  return { count: Number(rows[0]?.total ?? 0), lines };
}

async function readDead(connection: PoolConnection): Promise<Set<number>> {
  const dead = new Set<number>();
  for (let id = 0; ; ) {
    await connection.query('SET @kanban_dead_bulk = ?', [id]);
    await connection.query('CALL find_dead_bulk(@kanban_dead_bulk)');
    const [[row]] = await connection.query<RowDataPacket[]>('SELECT @kanban_dead_bulk AS id');
    if (row?.id === null || row?.id === undefined) return dead;
    id = Number(row.id);
    dead.add(id);
  }
}
