import type { TestDatabase } from '@kanban/schema/testing';
import type { RowDataPacket } from 'mysql2/promise';

/** What an import must leave alone when it is refused, and what it changes: the number of rows of each table. */
export async function countRows({ pool }: TestDatabase): Promise<Record<string, number>> {
  const tables = [
    'value_streams',
    'wip_limits',
    'work_items',
    'queues',
    'queue_state',
    'audit_log',
    'item_flow',
    'item_spells',
    'visits',
    'flow_counts',
    'outbox_events',
    'deliveries',
    'bulk_sessions',
  ];
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const [[row]] = await pool.query<RowDataPacket[]>(`SELECT COUNT(*) AS count FROM ${table}`);
    counts[table] = row?.count;
  }
  return counts;
}

/** The rows of a query as plain objects. */
export async function select<Row = Record<string, unknown>>(
  { pool }: TestDatabase,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const [rows] = await pool.query<RowDataPacket[]>(sql, values);
  return rows.map((row) => ({ ...row }) as Row);
}
