import { inStatements, inTransaction, jsonOf, updateEach } from '@kanban/schema';
import type { Pool, RowDataPacket } from 'mysql2/promise';

const settleSql = `${updateEach('outbox_events', 'e', { attempts: 'INT UNSIGNED', last_error: 'VARCHAR(1000)', is_open: 'INT' })}
  SET e.attempts = said.attempts, e.last_error = said.last_error,
      e.processed_at = IF(said.is_open OR e.fanned_out_at IS NULL, e.processed_at, COALESCE(e.processed_at, UTC_TIMESTAMP(6)))`;

/**
 * Brings events up to date with their deliveries: attempts, last_error, and processed_at once none is open. Called after
 * deliveries changed, in a transaction of its own. One that dies in between leaves the event to the relay, which looks for
 * such events.
 *
 * An event whose list is still being told in parts is not done, whatever became of the first ones.
 *
 * Locks the events by primary key and then reads their deliveries without locks: of two notifiers that settle an event's last
 * two deliveries at once, the later one sees both. A read inside the UPDATE would lock them, in the order of another index
 * than whoever claims them, and a hundred thousand of them at once.
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
