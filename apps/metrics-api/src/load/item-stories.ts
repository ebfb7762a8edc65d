import type { Instant } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
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
  const moved = snapshot
    .selectFrom('audit_log')
    .select('item_id')
    .distinct()
    .where('value_stream_id', '=', streamId)
    .where('occurred_at', '>=', instantValue(from))
    .where('occurred_at', '<', instantValue(to))
    .as('moved');
  return snapshot
    .selectFrom(moved)
    .innerJoin('audit_log as a', 'a.item_id', 'moved.item_id')
    .select(['a.item_id as itemId', 'a.occurred_at as occurredAt', 'a.to_queue_id as toQueueId'])
    .where('a.value_stream_id', '=', streamId)
    .orderBy('a.item_id')
    .orderBy('a.id')
    .execute();
}
