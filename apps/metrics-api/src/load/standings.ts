import type { FilteredFields, Instant } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
import { withFieldsThen } from './as-of/fields-then.ts';
import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';

/** What an item counts as now, and what filters look at. */
export interface StandingRow extends FilteredFields {
  itemId: number;
  finishedAt: Instant | null;
  droppedAt: Instant | null;
  locationQueueId: number | null;
  furthestQueueId: number | null;
}

/** Every item that entered a stream before an instant: all of its item_flow_finished, and a primary key an item. */
export async function loadStandings(
  snapshot: Snapshot,
  streamId: number,
  before: Instant,
): Promise<StandingRow[]> {
  const rows = await snapshot
    .selectFrom(byIndex('item_flow', 'f', 'item_flow_finished'))
    .leftJoin(byIndex('work_items', 'w', 'PRIMARY'), 'w.id', 'f.item_id')
    .select([
      'f.item_id as itemId',
      'f.finished_at as finishedAt',
      'f.dropped_at as droppedAt',
      'f.location_queue_id as locationQueueId',
      'f.furthest_queue_id as furthestQueueId',
      'w.type',
      'w.class_of_service as classOfService',
      'w.assignee',
      'w.parent',
    ])
    .where('f.value_stream_id', '=', streamId)
    .where('f.entered_at', '<', instantValue(before))
    .execute();
  return withFieldsThen(snapshot, streamId, rows);
}
