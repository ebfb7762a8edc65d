import type { Pool, RowDataPacket } from 'mysql2/promise';

const stores = ['mysql.innodb_table_stats', 'mysql.innodb_index_stats'] as const;

/** The optimizer looks at all tables now. */
export async function renewStatistics(pool: Pool): Promise<void> {
  await pool.query('ANALYZE TABLE ??', [await tableNames(pool)]);
}

/**
 * Remembers what the optimizer knows of the tables now. The function it returns makes it believe that again, for good, however
 * the tables have grown: as on a server that did not come to look at them since.
 */
export async function rememberStatistics(pool: Pool): Promise<() => Promise<void>> {
  await renewStatistics(pool);
  const remembered = new Map<string, RowDataPacket[]>();
  for (const store of stores) {
    const [rows] = await pool.query<RowDataPacket[]>(
      `SELECT *, CAST(last_update AS CHAR) AS last_update FROM ${store} WHERE database_name = DATABASE()`,
    );
    remembered.set(store, rows);
  }
  return async () => {
    const tables = await tableNames(pool);
    for (const table of tables)
      await pool.query('ALTER TABLE ?? STATS_PERSISTENT = 1, STATS_AUTO_RECALC = 0', [table]);
    for (const [store, rows] of remembered) {
      await pool.query(`DELETE FROM ${store} WHERE database_name = DATABASE()`);
      const columns = Object.keys(rows[0] ?? {});
      const values = rows.map((row) => columns.map((column) => row[column]));
      await pool.query(`INSERT INTO ${store} (??) VALUES ?`, [columns, values]);
    }
    // Only a table that is opened again takes them up.
    await pool.query('FLUSH TABLES ??', [tables]);
  };
}

async function tableNames(pool: Pool): Promise<string[]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY table_name`,
  );
  return rows.map(({ name }) => String(name));
}
