import type { Instant } from '@kanban/domain';
import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';

/** The due dates of some items, by item; those without one are left out. By primary key. */
export async function loadDueDates(
  snapshot: Snapshot,
  itemIds: readonly number[],
): Promise<Map<number, Instant>> {
  const rows = await snapshot
    .selectFrom(byIndex('work_items', 'w', 'PRIMARY'))
    .select(['w.id', 'w.date_due as dueAt'])
    .where('w.id', 'in', itemIds)
    .execute();
  return new Map(rows.flatMap(({ id, dueAt }) => (dueAt === null ? [] : [[id, dueAt] as const])));
}
