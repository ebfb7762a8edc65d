import type { Pool } from 'mysql2/promise';

/** Items of the stream. */
export const MANY = 130_000;

/**
 * The stream `many`, in which one item was finished every minute until now, straight into the projection: by moves it would take
 * minutes. Each took a day and up to a month, most of them little.
 */
export async function writeManyItems(pool: Pool): Promise<void> {
  await pool.query("INSERT INTO value_streams (name) VALUES ('many')");
  await pool.query(
    `INSERT INTO wip_limits (value_stream, queue_name, wip_limit, kind)
     VALUES ('many', 'many in', -1, 'active'), ('many', 'many out', -1, 'delivered')`,
  );
  const digits = Array.from({ length: 6 }, (_, place) => `digits d${place}`);
  const number = digits.map((_, place) => `d${place}.n * ${10 ** place}`).join(' + ');
  await pool.query('CREATE TABLE digits (n INT PRIMARY KEY)');
  await pool.query('INSERT INTO digits VALUES ?', [Array.from({ length: 10 }, (_, n) => [n])]);
  await pool.query(
    `INSERT INTO item_flow (item_id, value_stream_id, reference, first_audit_id, last_audit_id, entered_at, last_at, committed_at,
                            finished_at, location_queue_id, furthest_queue_id, furthest_position)
     SELECT 10000000 + k, s.id, CONCAT('many-', k), 0, 0, came, ended, came, ended, q.id, q.id, q.position
     FROM (SELECT k, ended, ended - INTERVAL 1440 + k * k % 43200 MINUTE AS came
           FROM (SELECT k, UTC_TIMESTAMP(6) - INTERVAL k MINUTE AS ended
                 FROM (SELECT ${number} AS k FROM ${digits.join(', ')} HAVING k < ${MANY}) numbers) ends) ways
     JOIN value_streams s ON s.name = 'many' JOIN wip_limits q ON q.queue_name = 'many out'`,
  );
  await pool.query('DROP TABLE digits');
}
