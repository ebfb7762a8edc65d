import type { Instant } from '@kanban/domain';
import { byIndex } from './by-index.ts';
import { withReadableEntry } from './readable.ts';
import type { Snapshot } from './snapshot.ts';

export interface OpenItemRow {
  itemId: number;
  reference: string;
  shortDesc: string | null;
  type: string | null;
  classOfService: string | null;
  dueAt: Instant | null;
  enteredAt: Instant;
  committedAt: Instant | null;
  queueId: number | null;
}

/**
 * Items neither finished nor dropped now: the range of item_flow_finished where both instants are NULL, so it costs what
 * is open, not what was ever done.
 */
export function loadOpenItems(snapshot: Snapshot, streamId: number): Promise<OpenItemRow[]> {
  return snapshot
    .selectFrom(byIndex('item_flow', 'f', 'item_flow_finished'))
    .leftJoin(byIndex('work_items', 'w', 'PRIMARY'), 'w.id', 'f.item_id')
    .select([
      'f.item_id as itemId',
      'f.reference',
      'w.short_desc as shortDesc',
      'w.type',
      'w.class_of_service as classOfService',
      'w.date_due as dueAt',
      'f.entered_at as enteredAt',
      'f.committed_at as committedAt',
      'f.location_queue_id as queueId',
    ])
    .where('f.value_stream_id', '=', streamId)
    .where('f.finished_at', 'is', null)
    .where('f.dropped_at', 'is', null)
    .orderBy('f.item_id')
    .execute()
    .then(withReadableEntry);
}
