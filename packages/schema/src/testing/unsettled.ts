import type { Pool, RowDataPacket } from 'mysql2/promise';

const questions: Readonly<Record<string, string>> = {
  'not where the log says': `
    SELECT COALESCE(q.reference, a.reference) AS reference, q.queue_name, q.moved_at, a.to_queue, a.occurred_at
    FROM work_items w LEFT JOIN queues q ON q.reference = w.reference
    LEFT JOIN audit_log a ON a.id = (SELECT MAX(l.id) FROM audit_log l WHERE l.item_id = w.id)
    WHERE NOT (q.queue_id <=> a.to_queue_id) OR q.moved_at <> a.occurred_at`,
  'chain broken': 'SELECT id, reference FROM audit_log_chain WHERE NOT (chain_hash <=> expected_hash)',
  'last hash not known': `
    SELECT s.item_id FROM item_state s
    WHERE NOT (s.chain_hash <=> (SELECT a.chain_hash FROM audit_log a WHERE a.item_id = s.item_id ORDER BY a.id DESC LIMIT 1))`,
  'state not as the flow': `
    SELECT s.item_id FROM item_state s LEFT JOIN item_flow f ON f.item_id = s.item_id
    WHERE s.is_committed <> (f.committed_at IS NOT NULL) OR s.is_finished <> (f.finished_at IS NOT NULL)
       OR s.is_wip <> (f.committed_at IS NOT NULL AND f.finished_at IS NULL AND f.dropped_at IS NULL)`,
  'person miscounted': `
    SELECT p.assignee, p.current_wip FROM person_wip p
    WHERE p.current_wip <> (SELECT COUNT(*) FROM item_state s
                            WHERE s.value_stream_id = p.value_stream_id AND s.assignee = p.assignee AND s.is_wip)`,
  'place missing or left': `
    SELECT q.reference, p.item_id FROM queues q LEFT JOIN queue_places p ON p.item_id = q.item_id AND p.queue_id = q.queue_id
    WHERE p.item_id IS NULL
    UNION ALL SELECT NULL, p.item_id FROM queue_places p JOIN work_items w ON w.id = p.item_id LEFT JOIN queues q ON q.item_id = p.item_id
    WHERE q.reference IS NULL`,
  'card of a bulk session': 'SELECT reference, bulk_session FROM queues WHERE bulk_session IS NOT NULL',
};

/** What `drift` does not look at: log against cards, chain, states, people, places, and bulk work that has not ended. */
export async function unsettled(pool: Pool): Promise<string[]> {
  const found: string[] = [];
  for (const [what, sql] of Object.entries(questions)) {
    const [rows] = await pool.query<RowDataPacket[]>(sql);
    found.push(...rows.map((row) => `${what}: ${JSON.stringify(row)}`));
  }
  return found;
}
