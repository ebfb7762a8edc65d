import type { Pool, RowDataPacket } from 'mysql2/promise';

const projections = [
  ['visits', 'replay_2_visits', 'entry_audit_id, item_id, value_stream_id, queue_id, entered_at, left_at'],
  [
    'item_flow',
    'replay_3_item_flow',
    `item_id, value_stream_id, reference, first_audit_id, last_audit_id, entered_at, last_at, committed_at, finished_at,
     dropped_at, location_queue_id, furthest_queue_id, furthest_position, is_removed`,
  ],
  [
    'flow_counts',
    'replay_4_flow_counts',
    'queue_id, interval_start, arrivals, departures, entries, marked, marked_dropped, behind',
  ],
] as const;

/** What the triggers kept and a replay of `audit_log` disagree on, row by row; empty when all is well. */
export async function drift(pool: Pool): Promise<string[]> {
  const found: string[] = [];
  for (const [kept, replayed, columns] of projections) {
    const read = async (table: string, where = '') => {
      const [rows] = await pool.query<RowDataPacket[]>(`SELECT ${columns} FROM ${table} ${where}`);
      return new Set(rows.map((row) => JSON.stringify(row)));
    };
    const keptRows = await read(kept, kept === 'flow_counts' ? "WHERE interval_start > '1970-01-01'" : '');
    const replayedRows = await read(replayed);
    for (const row of keptRows)
      if (!replayedRows.has(row)) found.push(`${kept} keeps, replay has not: ${row}`);
    for (const row of replayedRows) if (!keptRows.has(row)) found.push(`${kept} lacks: ${row}`);
  }
  const [counters] = await pool.query<RowDataPacket[]>(
    `SELECT s.queue_name, s.current_wip, COUNT(q.id) AS counted FROM queue_state s LEFT JOIN queues q ON q.queue_id = s.queue_id
     GROUP BY s.queue_id, s.queue_name, s.current_wip HAVING COUNT(q.id) <> s.current_wip`,
  );
  return [
    ...found,
    ...counters.map((row) => `queue_state ${row.queue_name}: ${row.current_wip}, counted ${row.counted}`),
  ];
}
