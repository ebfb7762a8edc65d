import { endOfDue, type Instant, type SlaItem } from '@kanban/domain';
import type { Pool, RowDataPacket } from 'mysql2/promise';

/** A flag that stands: what was said last of an item's deadline. */
interface StandingFlag {
  readonly id: number;
  /** As it is understood now: a day's end in the zone that the stream has. */
  readonly deadline: Instant;
}

export interface OpenItem extends SlaItem {
  readonly itemId: number;
  readonly reference: string;
  /** Where it is. */
  readonly queueId: number;
  /** When the board came to know of it out of an import; null: it was written as it happened. */
  readonly recordedAt: Instant | null;
  readonly atRisk: StandingFlag | null;
  readonly breached: StandingFlag | null;
}

/**
 * The open items of a stream in pages, by their ids: item_flow_finished (value_stream_id, NULL, NULL, item_id) serves both
 * condition and order, and what stands about an item is two seeks of sla_flags_once. Locks nothing.
 */
export async function* openItems(
  pool: Pool,
  stream: { id: number; timeZone: string },
  pageSize = 1000,
): AsyncGenerator<OpenItem[]> {
  for (let last = 0; ; ) {
    const [rows] = await pool.query<RowDataPacket[]>(
      `SELECT f.item_id, f.reference, f.location_queue_id, f.entered_at, f.committed_at, w.date_due, w.class_of_service, w.type,
              item_recorded_at(f.item_id) AS recorded_at,
              r.id AS at_risk_id, r.deadline AS at_risk_deadline, r.decided_by AS at_risk_by,
              b.id AS breached_id, b.deadline AS breached_deadline, b.decided_by AS breached_by
       FROM item_flow f FORCE INDEX (item_flow_finished)
       STRAIGHT_JOIN work_items w FORCE INDEX (PRIMARY) ON w.id = f.item_id
       LEFT JOIN sla_flags r FORCE INDEX (sla_flags_once)
         ON r.item_id = f.item_id AND r.flag = 'at_risk' AND r.is_current = TRUE
       LEFT JOIN sla_flags b FORCE INDEX (sla_flags_once)
         ON b.item_id = f.item_id AND b.flag = 'breached' AND b.is_current = TRUE
       WHERE f.value_stream_id = ? AND f.finished_at IS NULL AND f.dropped_at IS NULL AND f.item_id > ?
       ORDER BY f.item_id LIMIT ?`,
      [stream.id, last, pageSize],
    );
    if (rows.length > 0) yield rows.map((row) => openItemOf(row, stream.timeZone));
    if (rows.length < pageSize) return;
    last = rows.at(-1)?.item_id;
  }
}

function openItemOf(row: RowDataPacket, timeZone: string): OpenItem {
  const standing = (name: 'at_risk' | 'breached') => {
    const [id, deadline, by] = [row[`${name}_id`], row[`${name}_deadline`], row[`${name}_by`]];
    return id === null ? null : { id, deadline: by === 'due_date' ? endOfDue(deadline, timeZone) : deadline };
  };
  return {
    itemId: row.item_id,
    reference: row.reference,
    queueId: row.location_queue_id,
    recordedAt: row.recorded_at,
    enteredAt: row.entered_at,
    committedAt: row.committed_at,
    dueAt: row.date_due,
    classOfService: row.class_of_service,
    type: row.type,
    atRisk: standing('at_risk'),
    breached: standing('breached'),
  };
}
