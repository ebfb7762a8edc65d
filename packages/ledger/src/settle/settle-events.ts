import { inStatements, inTransaction, jsonOf, updateEach } from '@kanban/schema';
import type { Pool, RowDataPacket } from 'mysql2/promise';

const settleSql = `${updateEach('outbox_events', 'e', { attempts: 'INT UNSIGNED', last_error: 'VARCHAR(1000)', is_open: 'INT' })}
  SET e.attempts = said.attempts, e.last_error = said.last_error,
      e.processed_at = IF(said.is_open OR e.fanned_out_at IS NULL, e.processed_at, COALESCE(e.processed_at, UTC_TIMESTAMP(6)))`;

/**
 * Updates events from their deliveries: attempts, last_error, and processed_at when no delivery is open. Called after
 * deliveries changed, in a separate transaction. After a crash in between, the relay does it.
 *
 * An event whose recipient list is not completely written is not processed, whatever became of its deliveries.
 *
 * Locks the events by primary key, then reads their deliveries without locks: if two notifiers settle an event's last
 * two deliveries at once, the second one sees both. A read inside the UPDATE would lock up to a hundred thousand
 * deliveries, in another order than claims do.
 */
export async function settleEvents(
  pool: Pool,
  eventIds: readonly number[],
  deadlineMs: number,
): Promise<void> {
  if (eventIds.length === 0) return;
  const inOrder = [...new Set(eventIds)].sort((a, b) => a - b);
  await inTransaction(
    pool,
    async (connection) => {
      await connection.query(
        'SELECT id FROM outbox_events FORCE INDEX (PRIMARY) WHERE id IN (?) ORDER BY id FOR UPDATE',
        [inOrder],
      );
      const [rows] = await connection.query<RowDataPacket[]>(
        `SELECT event_id AS id, MAX(attempts) AS attempts, MAX(last_error) AS lastError,
                MAX(state NOT IN ('sent', 'dead', 'superseded')) AS isOpen
         FROM deliveries WHERE event_id IN (?) GROUP BY event_id ORDER BY event_id`,
        [inOrder],
      );
      const events = rows.map(({ id, attempts, lastError, isOpen }) => [id, attempts, lastError, isOpen]);
      for (const list of inStatements(events)) await connection.query(settleSql, [jsonOf(list)]);
    },
    { deadlineMs, retries: 2 },
  );
}
