import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Stream } from '../history/streams.ts';

/**
 * Queues over their limit, one sentence each. Not a difference: a limit may be set below the present number, history
 * may be imported over it, or it may not be enforced. Nothing enters such a queue before there is room.
 */
export async function readOverloaded(connection: PoolConnection, stream: Stream): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT queue_name AS name, current_wip AS wip, wip_limit AS wipLimit, is_limit_enforced AS isEnforced
     FROM queue_state WHERE value_stream = ? AND wip_limit >= 0 AND current_wip > wip_limit ORDER BY queue_id`,
    [stream.name],
  );
  return rows.map(
    ({ name, wip, wipLimit, isEnforced }) =>
      `note: ${name} is overloaded, it holds ${wip} of ${wipLimit}${isEnforced ? '' : ' (its limit is not enforced)'}`,
  );
}
