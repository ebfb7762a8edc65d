import type { Pool, PoolConnection, ResultSetHeader } from 'mysql2/promise';

const insertSql = 'INSERT INTO outbox_events (topic, payload) VALUES ?';

/** Writes an event as the triggers of the board do. Returns its id. */
export async function writeEvent(
  pool: Pick<Pool, 'query'>,
  payload: unknown,
  topic = 'queue.slot_available',
): Promise<number> {
  const [{ insertId }] = await pool.query<ResultSetHeader>(insertSql, [[[topic, JSON.stringify(payload)]]]);
  return insertId;
}

/** Writes events of one topic in one statement. */
export async function writeEvents(
  connection: Pick<PoolConnection, 'query'>,
  topic: string,
  payloads: readonly unknown[],
): Promise<void> {
  await connection.query(insertSql, [payloads.map((payload) => [topic, JSON.stringify(payload)])]);
}
