import type { Instant, PaceItem, Range, Visit } from '@kanban/domain';
import { rowsAs, sqlInstant } from '@kanban/schema';
import type { Pool, RowDataPacket } from 'mysql2/promise';

/** An item in progress. */
export interface AgingItem {
  readonly itemId: number;
  /** Its visit. */
  readonly entryAuditId: number;
  readonly queueId: number;
  readonly committedAt: Instant;
}

/** The items of a stream in progress: the open ones of item_flow_finished (value_stream_id, NULL, NULL). Locks nothing. */
export async function readAgingItems(pool: Pool, stream: { id: number }): Promise<AgingItem[]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT item_id AS itemId, last_audit_id AS entryAuditId, location_queue_id AS queueId, committed_at AS committedAt
     FROM item_flow FORCE INDEX (item_flow_finished)
     WHERE value_stream_id = ? AND finished_at IS NULL AND dropped_at IS NULL AND spell_audit_id IS NOT NULL
     ORDER BY item_id`,
    [stream.id],
  );
  return rowsAs<AgingItem>(rows);
}

/** The items of a stream that were finished in a range, with all of their visits: a range of item_flow_finished, then the primary key of visits. */
export async function readPaceItems(
  pool: Pool,
  stream: { id: number },
  { from, to }: Pick<Range, 'from' | 'to'>,
): Promise<PaceItem[]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT f.item_id AS itemId, f.entered_at AS itemEnteredAt, f.committed_at AS committedAt, f.finished_at AS finishedAt,
            v.queue_id AS queueId, v.entered_at AS enteredAt, v.left_at AS leftAt
     FROM item_flow f FORCE INDEX (item_flow_finished)
     STRAIGHT_JOIN visits v FORCE INDEX (PRIMARY) ON v.item_id = f.item_id
     WHERE f.value_stream_id = ? AND f.finished_at >= ? AND f.finished_at < ?
     ORDER BY v.item_id, v.entry_audit_id`,
    [stream.id, sqlInstant(from), sqlInstant(to)],
  );
  return [...Map.groupBy(rows, ({ itemId }) => itemId).values()].map((visits) => ({
    enteredAt: visits[0]?.itemEnteredAt,
    committedAt: visits[0]?.committedAt,
    finishedAt: visits[0]?.finishedAt,
    visits: rowsAs<Visit>(visits),
  }));
}
