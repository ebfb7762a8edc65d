import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Findings } from './compare.ts';

export const unreadableDatesCheck = 'every date is one, from 1970-01-01 to 9999-12-30';

interface DateColumn {
  readonly table: string;
  readonly column: string;
  /** The identification of a row: its reference if it has one, else its primary key. */
  readonly keys: readonly string[];
}

/**
 * Dates that no calendar has (0000-00-00, 2026-02-30) or that lie too far away, in every column of every table that holds
 * dates: sessions that were not strict have stored them before they were refused. One walk through each table.
 */
export async function findUnreadableDates(connection: PoolConnection, show: number): Promise<Findings> {
  const lines: string[] = [];
  let count = 0;
  for (const [table, columns] of Map.groupBy(await dateColumns(connection), (each) => each.table)) {
    const sums = columns.map(({ column }) => `COALESCE(SUM(${isBad(column)}), 0) AS \`${column}\``);
    const [[row]] = await connection.query<RowDataPacket[]>(`SELECT ${sums.join(', ')} FROM \`${table}\``);
    for (const { column, keys } of columns) {
      const found = Number(row?.[column]);
      if (found === 0) continue;
      count += found;
      if (lines.length >= show) continue;
      for (const line of await name({ table, column, keys }, connection, show - lines.length))
        lines.push(line);
    }
  }
  return { count, lines };
}

async function name(
  { table, column, keys }: DateColumn,
  connection: PoolConnection,
  show: number,
): Promise<string[]> {
  const key = keys.map((each) => `\`${each}\``).join(", ' ', ");
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT CONCAT(${key}) AS row_key, CAST(\`${column}\` AS CHAR) AS date FROM \`${table}\` WHERE ${isBad(column)} LIMIT ?`,
    [show],
  );
  return rows.map((row) => `${table} ${row.row_key}: ${column} is ${row.date}`);
}

/** LAST_DAY of what has no month or day is NULL. */
function isBad(column: string): string {
  const date = `\`${column}\``;
  return (
    `(${date} IS NOT NULL AND NOT COALESCE(DAYOFMONTH(${date}) BETWEEN 1 AND DAYOFMONTH(LAST_DAY(${date})) ` +
    `AND ${date} >= '1970-01-01' AND ${date} < '9999-12-31', FALSE))`
  );
}

async function dateColumns(connection: PoolConnection): Promise<DateColumn[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT c.table_name AS in_table, c.column_name AS in_column, (
       SELECT GROUP_CONCAT(k.column_name ORDER BY k.ordinal_position) FROM information_schema.key_column_usage k
       WHERE k.table_schema = DATABASE() AND k.table_name = c.table_name AND k.constraint_name = 'PRIMARY') AS row_keys,
       EXISTS (SELECT 1 FROM information_schema.columns r WHERE r.table_schema = DATABASE()
               AND r.table_name = c.table_name AND r.column_name = 'reference') AS has_reference
     FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = DATABASE() AND t.table_type = 'BASE TABLE' AND c.data_type IN ('date', 'datetime', 'timestamp')
     ORDER BY c.table_name, c.ordinal_position`,
  );
  return rows.map((row) => ({
    table: row.in_table,
    column: row.in_column,
    keys: row.has_reference ? ['reference'] : String(row.row_keys).split(','),
  }));
}
