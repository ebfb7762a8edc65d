import { writeEvents as insertEvents } from '@kanban/ledger/testing';
import type { TestDatabase } from '@kanban/schema/testing';
import type { RowDataPacket } from 'mysql2/promise';

/** An event as the triggers write it, with a recipient of its own. */
export function eventOf(n: number) {
  return {
    topic: 'queue.slot_available',
    payload: {
      value_stream: 'main',
      queue_name: 'development',
      wip_limit: 3,
      current_wip: 2,
      free_slots: 1,
      reference: `item-${n}`,
      notify_email: `person-${n}@example.org`,
    },
  };
}

/** Writes events as the triggers do, each to a recipient of its own, in one transaction. */
export async function writeEvents({ pool }: TestDatabase, count: number): Promise<void> {
  const connection = await pool.getConnection();
  await connection.beginTransaction();
  for (let from = 0; from < count; from += 1000) {
    const payloads = Array.from(
      { length: Math.min(1000, count - from) },
      (_, n) => eventOf(from + n).payload,
    );
    await insertEvents(connection, 'queue.slot_available', payloads);
  }
  await connection.commit();
  connection.release();
}

/** Each event becomes a message of its own, as in what it is measured against. */
export async function turnOffStorms({ pool }: TestDatabase): Promise<void> {
  await pool.query("INSERT INTO settings (name, value) VALUES ('storm_window_seconds', '0')");
}

/** How many deliveries are in a state. */
export async function deliveriesIn({ pool }: TestDatabase, state: string): Promise<number> {
  const [[row]] = await pool.query<RowDataPacket[]>(
    'SELECT COUNT(*) AS count FROM deliveries WHERE state = ?',
    [state],
  );
  return row?.count as number;
}
