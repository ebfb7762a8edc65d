import { type Instant, type ItemOutlook, type OutlookItem, type Queue, readStateAt } from '@kanban/domain';
import { sqlInstant } from '@kanban/schema';
import type { Pool, RowDataPacket } from 'mysql2/promise';

type Judge = (item: OutlookItem) => ItemOutlook;

/**
 * Whether an item was in danger already when an import brought it to the board: that is news to nobody. What has changed of its
 * promise since is news. Reads what items were compared with then once for each import.
 */
export function readKnownAtImport(
  pool: Pool,
  queues: readonly Queue[],
  judgeAt: (at: Instant) => Promise<Judge>,
) {
  const judges = new Map<Instant, Promise<Judge>>();
  return async (item: OutlookItem & { itemId: number }, recordedAt: Instant): Promise<boolean> => {
    const then = readStateAt(queues, recordedAt)(item.visits);
    if (then === null || then.queueId === null) return false;
    const judge = judges.get(recordedAt) ?? judgeAt(recordedAt);
    judges.set(recordedAt, judge);
    const { enteredAt, committedAt, visits, queueId } = then;
    const { state } = (await judge)({ ...item, enteredAt, committedAt, visits, queueId });
    if (state === 'onTrack' || state === 'noDeadline') return false;
    return !(await isPromisedAnew(pool, item.itemId, recordedAt));
  };
}

/** The end of field_history_item (item_id, id). */
async function isPromisedAnew(pool: Pool, itemId: number, since: Instant): Promise<boolean> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT 1 FROM field_history WHERE item_id = ? AND field IN ('date_due', 'class_of_service', 'type') AND occurred_at > ? LIMIT 1`,
    [itemId, sqlInstant(since)],
  );
  return rows.length > 0;
}
