import type { Pool, ResultSetHeader } from 'mysql2/promise';
import { withConnection } from '../deadline.ts';

/**
 * Brings events up to date with their deliveries: attempts, last_error, and processed_at once none is open. Called after
 * deliveries changed, in a statement of its own: of two notifiers that settle an event's last two deliveries at once, the
 * later one sees both. One that dies in between leaves the event to the relay, which looks for such events.
 *
 * Locks the events by primary key; reads the deliveries without locks (READ COMMITTED). processed_at is never taken back,
 * so a reader that was overtaken does no harm. Returns how many events were changed.
 */
export async function settleEvents(
  pool: Pool,
  eventIds: readonly number[],
  deadlineMs: number,
): Promise<number> {
  if (eventIds.length === 0) return 0;
  const inOrder = [...new Set(eventIds)].sort((a, b) => a - b);
  const [result] = await withConnection(pool, deadlineMs, (connection) =>
    connection.query<ResultSetHeader>(
      `UPDATE outbox_events e
       JOIN (SELECT event_id,
                    MAX(attempts) AS attempts,
                    MAX(last_error) AS last_error,
                    SUM(state NOT IN ('sent', 'dead', 'superseded')) AS open
             FROM deliveries WHERE event_id IN (?) GROUP BY event_id) d ON d.event_id = e.id
       SET e.attempts = d.attempts,
           e.last_error = d.last_error,
           e.processed_at = IF(d.open = 0, COALESCE(e.processed_at, UTC_TIMESTAMP(6)), e.processed_at)
       WHERE e.id IN (?)`,
      [inOrder, inOrder],
    ),
  );
  return result.affectedRows;
}
