import type { Instant } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
import { sql } from 'kysely';
import { withFieldsThen } from './as-of/fields-then.ts';
import { isRefolded } from './as-of/is-refolded.ts';
import { byIndex } from './by-index.ts';
import { withReadableEntry } from './readable.ts';
import type { Snapshot } from './snapshot.ts';
import type { Stream } from './stream.ts';
import { isUnendedSince } from './unended-since.ts';

export interface UnendedItemRow {
  itemId: number;
  reference: string;
  shortDesc: string | null;
  type: string | null;
  classOfService: string | null;
  assignee: string | null;
  parent: string | null;
  priority: number | null;
  dueAt: Instant | null;
  enteredAt: Instant;
  committedAt: Instant | null;
  /** The last change of a field before the instant; null: none. */
  changedAt: Instant | null;
}

/**
 * Items that were there before an instant and whose present stay in finished or dropped queues began at it or later, or never:
 * among them are all that were open then. Three ranges of item_flow_finished (value_stream_id, finished_at, dropped_at), and for each
 * item the end of field_history_item. Where the projections tell something else than they did then, all items of the stream.
 */
export async function loadUnendedItems(
  snapshot: Snapshot,
  stream: Pick<Stream, 'id' | 'queues'>,
  at: Instant,
): Promise<UnendedItemRow[]> {
  const before = instantValue(at);
  const isOfAll = await isRefolded(snapshot, stream);
  const rows = await snapshot
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
      'w.priority',
      'w.date_due as dueAt',
      'f.entered_at as enteredAt',
      'f.committed_at as committedAt',
      sql<Instant | null>`(SELECT h.occurred_at FROM field_history h FORCE INDEX (field_history_item)
        WHERE h.item_id = f.item_id AND h.occurred_at < ${before} ORDER BY h.item_id DESC, h.id DESC LIMIT 1)`.as(
        'changedAt',
      ),
    ])
    .where('f.value_stream_id', '=', stream.id)
    .$if(!isOfAll, (query) => query.where(isUnendedSince(at)))
    .where('f.entered_at', '<', before)
    .orderBy('f.item_id')
    .execute();
  return withFieldsThen(snapshot, stream.id, withReadableEntry(rows));
}
