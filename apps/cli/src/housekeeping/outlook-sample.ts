import { completeDaysBefore, type FinishedSample, type Instant, type Visit } from '@kanban/domain';
import { sqlInstant } from '@kanban/schema';
import type { Pool, RowDataPacket } from 'mysql2/promise';

type Sampled = FinishedSample & { itemId: number };

/**
 * What open items are compared with: those finished in the 90 complete local days before an instant, with all of their visits. A
 * range of item_flow_finished, then the primary key of visits. Locks nothing.
 */
export async function readOutlookSample(
  pool: Pool,
  stream: { id: number; timeZone: string },
  at: Instant,
): Promise<FinishedSample[]> {
  const { from, to } = completeDaysBefore(at, stream.timeZone);
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT f.item_id AS itemId, f.finished_at AS finishedAt, w.class_of_service AS classOfService,
            v.queue_id AS queueId, v.entered_at AS enteredAt, v.left_at AS leftAt
     FROM item_flow f FORCE INDEX (item_flow_finished)
     STRAIGHT_JOIN visits v FORCE INDEX (PRIMARY) ON v.item_id = f.item_id
     LEFT JOIN work_items w FORCE INDEX (PRIMARY) ON w.id = f.item_id
     WHERE f.value_stream_id = ? AND f.finished_at >= ? AND f.finished_at < ?
     ORDER BY v.item_id, v.entry_audit_id`,
    [stream.id, sqlInstant(from), sqlInstant(to)],
  );
  const groups = Map.groupBy(rows as (RowDataPacket & Sampled & Visit)[], ({ itemId }) => itemId);
  return [...groups.values()].flatMap((visits) => {
    const [first] = visits;
    return first ? [{ finishedAt: first.finishedAt, classOfService: first.classOfService, visits }] : [];
  });
}

/** All visits of some items, by item and in order, as the primary key has them. */
export async function readVisits(pool: Pool, itemIds: readonly number[]): Promise<Map<number, Visit[]>> {
  if (itemIds.length === 0) return new Map();
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT item_id AS itemId, queue_id AS queueId, entered_at AS enteredAt, left_at AS leftAt
     FROM visits FORCE INDEX (PRIMARY) WHERE item_id IN (?) ORDER BY item_id, entry_audit_id`,
    [itemIds],
  );
  return Map.groupBy(rows as (RowDataPacket & Visit & { itemId: number })[], ({ itemId }) => itemId);
}
