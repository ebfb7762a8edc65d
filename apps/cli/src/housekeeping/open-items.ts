import type { Instant, SlaItem } from '@kanban/domain';
import type { Pool, RowDataPacket } from 'mysql2/promise';

/** A flag that stands: what was said last of an item's deadline. */
export interface StandingFlag {
  readonly id: number;
  readonly deadline: Instant;
}

export interface OpenItem extends SlaItem {
  readonly itemId: number;
  readonly atRisk: StandingFlag | null;
  readonly breached: StandingFlag | null;
}

/**
 * The open items of a stream in pages, by their ids: item_flow_finished (value_stream_id, NULL, NULL, item_id) serves both
 * condition and order, and what stands about an item is two seeks of sla_flags_once. Locks nothing.
 */
export async function* openItems(pool: Pool, streamId: number, pageSize = 1000): AsyncGenerator<OpenItem[]> {
  for (let last = 0; ; ) {
    const [rows] = await pool.query<RowDataPacket[]>(
      `SELECT f.item_id, f.entered_at, f.committed_at, w.date_due, w.class_of_service, w.type,
              r.id AS at_risk_id, r.deadline AS at_risk_deadline, b.id AS breached_id, b.deadline AS breached_deadline
       FROM item_flow f
       STRAIGHT_JOIN work_items w ON w.id = f.item_id
       LEFT JOIN sla_flags r ON r.item_id = f.item_id AND r.flag = 'at_risk' AND r.is_current = TRUE
       LEFT JOIN sla_flags b ON b.item_id = f.item_id AND b.flag = 'breached' AND b.is_current = TRUE
       WHERE f.value_stream_id = ? AND f.finished_at IS NULL AND f.dropped_at IS NULL AND f.item_id > ?
       ORDER BY f.item_id LIMIT ?`,
      [streamId, last, pageSize],
    );
    if (rows.length > 0) yield rows.map(openItemOf);
    if (rows.length < pageSize) return;
    last = rows.at(-1)?.item_id;
  }
}

function openItemOf(row: RowDataPacket): OpenItem {
  const standing = (name: 'at_risk' | 'breached') =>
    row[`${name}_id`] === null ? null : { id: row[`${name}_id`], deadline: row[`${name}_deadline`] };
  return {
    itemId: row.item_id,
    enteredAt: row.entered_at,
    committedAt: row.committed_at,
    dueAt: row.date_due,
    classOfService: row.class_of_service,
    type: row.type,
    atRisk: standing('at_risk'),
    breached: standing('breached'),
  };
}
