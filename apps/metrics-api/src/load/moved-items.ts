import type { Instant } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
import { isKnownBatch } from './as-of/known-rows.ts';
import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';

/** The items with a row of the log from an instant on, or in a range: a range of audit_log_when (value_stream_id, occurred_at). */
export async function loadMovedItems(
  snapshot: Snapshot,
  streamId: number,
  { from, to }: { from: Instant; to?: Instant },
): Promise<number[]> {
  const rows = await snapshot
    .selectFrom(byIndex('audit_log', 'a', 'audit_log_when'))
    .select('a.item_id as itemId')
    .where('a.value_stream_id', '=', streamId)
    .where('a.occurred_at', '>=', instantValue(from))
    .$if(to !== undefined, (query) => query.where('a.occurred_at', '<', instantValue(to as Instant)))
    .where(isKnownBatch(snapshot, 'a'))
    .execute();
  return [...new Set(rows.map(({ itemId }) => itemId))];
}
