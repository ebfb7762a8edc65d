import type { Instant } from '@kanban/domain';
import { sqlInstant } from '@kanban/schema';
import { sql } from 'kysely';
import type { Snapshot } from './snapshot.ts';

/** A row of the audit log, as far as a fold looks at it. */
export interface StoryRow {
  itemId: number;
  occurredAt: Instant;
  toQueueId: number | null;
}

/** A stretch of time, half open. */
export interface Stretch {
  from: Instant;
  to: Instant;
}

/**
 * The whole story, in order, of every item that moved in a stretch: the items by audit_log_when (value_stream_id,
 * occurred_at), their rows by audit_log_item (item_id, id). For stretches within a quarter hour, so for few items.
 */
export async function loadStoriesOfMoved(
  snapshot: Snapshot,
  streamId: number,
  { from, to }: Stretch,
): Promise<StoryRow[]> {
  const { rows } = await sql<StoryRow>`
    SELECT a.item_id AS itemId, a.occurred_at AS occurredAt, a.to_queue_id AS toQueueId
    FROM (
      SELECT DISTINCT item_id FROM audit_log FORCE INDEX (audit_log_when)
      WHERE value_stream_id = ${streamId} AND occurred_at >= ${sqlInstant(from)} AND occurred_at < ${sqlInstant(to)}
    ) moved
    STRAIGHT_JOIN audit_log a FORCE INDEX (audit_log_item) ON a.item_id = moved.item_id
    WHERE a.value_stream_id = ${streamId}
    ORDER BY a.item_id, a.id`.execute(snapshot);
  return rows;
}
