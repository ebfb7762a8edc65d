import type { Instant, Span } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
import { withFieldsThen } from './as-of/fields-then.ts';
import { isRefolded } from './as-of/is-refolded.ts';
import { byIndex } from './by-index.ts';
import { withReadableEntry } from './readable.ts';
import type { Snapshot } from './snapshot.ts';
import type { Stream } from './stream.ts';

export interface DroppedItem {
  itemId: number;
  reference: string;
  shortDesc: string | null;
  type: string | null;
  classOfService: string | null;
  assignee: string | null;
  parent: string | null;
  dueAt: Instant | null;
  enteredAt: Instant;
  committedAt: Instant | null;
  droppedAt: Instant;
}

/** Items that were dropped in a range, or left the board unfinished, and still are; a range of item_flow_finished. */
export async function loadDroppedItems(
  snapshot: Snapshot,
  stream: Pick<Stream, 'id' | 'queues'>,
  { from, to }: Span,
): Promise<DroppedItem[]> {
  // All items of the stream are looked at one by one then.
  if (await isRefolded(snapshot, stream)) return [];
  return snapshot
    .selectFrom(byIndex('item_flow', 'f', 'item_flow_finished'))
    .leftJoin(byIndex('work_items', 'w', 'PRIMARY'), 'w.id', 'f.item_id')
    .select([
      'f.item_id as itemId',
      'f.reference',
      'w.short_desc as shortDesc',
      'w.type',
      'w.class_of_service as classOfService',
      'w.assignee',
      'w.parent',
      'w.date_due as dueAt',
      'f.entered_at as enteredAt',
      'f.committed_at as committedAt',
      'f.dropped_at as droppedAt',
    ])
    .where('f.value_stream_id', '=', stream.id)
    .where('f.finished_at', 'is', null)
    .where('f.dropped_at', '>=', instantValue(from))
    .where('f.dropped_at', '<', instantValue(to))
    .orderBy('f.item_id')
    .$narrowType<{ droppedAt: Instant }>()
    .execute()
    .then((rows) => withFieldsThen(snapshot, stream.id, withReadableEntry(rows)));
}
