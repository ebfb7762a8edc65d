import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { ownTables } from '../migrate/sql-files.ts';

/** What only migrations fill. */
const ofMigrations = ['time_zones'];

/**
 * Makes the rows and the next ids of a board those of a new one, at a fifth of the cost of making one. By TRUNCATE, which fires
 * no trigger. The views of its queues go with them; other views, triggers and routines stay as they are.
 */
export async function emptyBoard(pool: Pool): Promise<void> {
  const connection = await pool.getConnection();
  try {
    // A board of the last release does not have the newest.
    const [present] = await connection.query<RowDataPacket[]>(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name IN (?)',
      [await ownTables()],
    );
    const tables = present.map(({ name }) => String(name)).filter((name) => !ofMigrations.includes(name));
    await tellNextIds(connection);
    const [used] = await connection.query<RowDataPacket[]>(
      `${tables.map((table) => `(SELECT '${table}' AS name FROM ${table} LIMIT 1)`).join(' UNION ')}
       UNION SELECT table_name FROM information_schema.tables
       WHERE table_schema = DATABASE() AND auto_increment > 1 AND table_name IN (?)`,
      [tables],
    );
    const [views] = await connection.query<RowDataPacket[]>('SELECT view_name AS name FROM queue_views');
    for (const { name } of views) await connection.query('DROP VIEW IF EXISTS ??', [name]);
    await connection.query('SET foreign_key_checks = 0');
    for (const { name } of used) await connection.query('TRUNCATE ??', [name]);
    await connection.query('SET foreign_key_checks = 1');
    await connection.query(
      "INSERT INTO settings (name, value) VALUES ('enforce_actors', 'on'), ('enforce_wip_limits', 'on'), ('mail_domains', '')",
    );
    await connection.query("INSERT INTO value_streams (name) VALUES ('main')");
    await connection.query('TRUNCATE config_history');
    if (tables.includes('stream_changes')) await connection.query('TRUNCATE stream_changes');
    await connection.query('CALL begin_config_history()');
  } finally {
    // Closed, not released: it was set up for this only.
    connection.destroy();
  }
}

/** MySQL else remembers the next ids of tables for a day; MariaDB has no such variable. */
export async function tellNextIds(connection: PoolConnection): Promise<void> {
  await connection.query('SET SESSION information_schema_stats_expiry = 0').catch(() => {});
}
