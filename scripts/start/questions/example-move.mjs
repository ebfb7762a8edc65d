import { createPool } from '@kanban/schema';

/**
 * @import { RowDataPacket } from 'mysql2/promise'
 *
 * @typedef {{ reference: string, fromQueue: string, toQueue: string }} Move
 */

/**
 * A move that makes a mail: an item in a full queue, and the next queue of its stream that has room.
 * Null when no queue is full.
 *
 * @param {string} url
 * @returns {Promise<Move | null>}
 */
export default async function exampleMove(url) {
  const pool = createPool(url, { connectionLimit: 1 });
  try {
    const [rows] = /** @type {[(RowDataPacket & Move)[], unknown]} */ (
      await pool.query(`
      SELECT q.reference, q.queue_name AS fromQueue, next.queue_name AS toQueue
      FROM queue_state full
      JOIN wip_limits place ON place.id = full.queue_id
      JOIN queues q ON q.value_stream = full.value_stream AND q.queue_name = full.queue_name
      JOIN wip_limits next ON next.value_stream = place.value_stream AND next.position > place.position
      JOIN queue_state room ON room.queue_id = next.id
      WHERE full.wip_limit > 0 AND full.current_wip = full.wip_limit AND next.kind <> 'dropped'
        AND (room.wip_limit = -1 OR room.current_wip < room.wip_limit)
      ORDER BY place.position DESC, next.position, q.moved_at LIMIT 1`)
    );
    return rows[0] ?? null;
  } finally {
    await pool.end();
  }
}
