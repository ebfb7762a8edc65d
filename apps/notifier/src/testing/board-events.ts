import { writeEvent as insertEvent } from '@kanban/ledger/testing';
import type { TestDatabase } from '@kanban/schema/testing';
import type { RowDataPacket } from 'mysql2/promise';
import { until } from '../../../../scripts/servers/until.mjs';

/** A delivery with its event, as a test looks at it. */
export interface DeliveryRow extends RowDataPacket {
  readonly id: number;
  readonly event_id: number;
  readonly recipient: string;
  readonly state: string;
  readonly attempts: number;
  readonly round: number;
  readonly may_be_duplicate: number;
  readonly message_id: string;
  readonly last_error: string | null;
  readonly processed_at: number | null;
  readonly event_attempts: number;
  readonly event_error: string | null;
}

/** Writes an event as the triggers do. Returns its id. */
export async function writeEvent(
  database: TestDatabase,
  payload: Readonly<Record<string, unknown>>,
  topic = 'queue.slot_available',
): Promise<number> {
  return insertEvent(database.pool, { value_stream: 'main', queue_name: 'test', ...payload }, topic);
}

export async function deliveriesOf(database: TestDatabase, eventId: number): Promise<DeliveryRow[]> {
  const [rows] = await database.pool.query<DeliveryRow[]>(
    `SELECT d.*, e.processed_at, e.attempts AS event_attempts, e.last_error AS event_error
     FROM deliveries d JOIN outbox_events e ON e.id = d.event_id WHERE e.id = ? ORDER BY d.recipient`,
    [eventId],
  );
  return rows;
}

/** The only delivery of an event, once the event is processed. */
export async function settled(database: TestDatabase, eventId: number): Promise<DeliveryRow> {
  const rows = await until(async () => {
    const found = await deliveriesOf(database, eventId);
    return found.length > 0 && found.every(({ processed_at }) => processed_at !== null) ? found : undefined;
  });
  const [row] = rows;
  if (rows.length !== 1 || !row) throw new Error(`${rows.length} deliveries instead of one`);
  return row;
}
