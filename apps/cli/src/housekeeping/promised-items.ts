import { type Instant, isReadable, type PromisedItem } from '@kanban/domain';
import { sqlInstant } from '@kanban/schema';
import type { Pool, RowDataPacket } from 'mysql2/promise';

/**
 * The items of a stream that are open, or ended at an instant or later, with what was promised of them: three ranges of
 * item_flow_finished (value_stream_id, finished_at, dropped_at), and a primary key per item. Locks nothing.
 */
export async function readPromisedItems(
  pool: Pool,
  streamId: number,
  since: Instant,
): Promise<PromisedItem[]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT f.item_id AS itemId, f.entered_at AS enteredAt, f.committed_at AS committedAt, f.finished_at AS finishedAt,
            f.dropped_at AS droppedAt, w.date_due AS dueAt, w.class_of_service AS classOfService, w.type
     FROM item_flow f FORCE INDEX (item_flow_finished)
     LEFT JOIN work_items w FORCE INDEX (PRIMARY) ON w.id = f.item_id
     WHERE f.value_stream_id = ?
       AND (f.finished_at >= ? OR f.finished_at IS NULL AND f.dropped_at IS NULL OR f.finished_at IS NULL AND f.dropped_at >= ?)
     ORDER BY f.item_id`,
    [streamId, sqlInstant(since), sqlInstant(since)],
  );
  return (rows as (RowDataPacket & PromisedItem)[]).filter(({ enteredAt }) => isReadable(enteredAt));
}
