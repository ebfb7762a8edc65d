import { formatInstant } from '@kanban/domain';
import type { BoardEvent } from '@kanban/notifications/messages';
import { parseJson } from '@kanban/schema';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../failure.ts';

/** An event of the outbox. Throws Refused when it is not there. */
export async function readEvent(pool: Pool, eventId: number): Promise<BoardEvent> {
  const [rows] = await pool.query<RowDataPacket[]>(
    'SELECT topic, payload, created_at FROM outbox_events WHERE id = ?',
    [eventId],
  );
  const [row] = rows;
  if (!row) throw new Refused(`There is no event ${eventId} in the outbox.`);
  return {
    eventId,
    topic: String(row.topic),
    payload: parseJson(row.payload),
    occurredAt: formatInstant(row.created_at),
  };
}
