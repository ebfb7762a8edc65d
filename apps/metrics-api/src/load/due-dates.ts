import type { Instant } from '@kanban/domain';
import { withFieldsThen } from './as-of/fields-then.ts';
import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';

/** The due dates of some items, by item; those without one are left out. By primary key. */
export async function loadDueDates(
  snapshot: Snapshot,
  streamId: number,
  itemIds: readonly number[],
): Promise<Map<number, Instant>> {
  const rows = await snapshot
    .selectFrom(byIndex('work_items', 'w', 'PRIMARY'))
    .select(['w.id as itemId', 'w.date_due as dueAt'])
    .where('w.id', 'in', itemIds)
    .execute();
  const then = await snapshot.asOf?.fieldsOf(streamId);
  const gone = itemIds
    .filter((itemId) => then?.get(itemId)?.isGone)
    .map((itemId) => ({ itemId, dueAt: null }));
  const known = await withFieldsThen(snapshot, streamId, [...rows, ...gone]);
  return new Map(known.flatMap(({ itemId, dueAt }) => (dueAt === null ? [] : [[itemId, dueAt] as const])));
}
