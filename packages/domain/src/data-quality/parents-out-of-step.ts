import { type Check, type CheckedItem, type Finding, isOpen } from './checked-log.ts';

/**
 * Parents that are finished while leaves below them are open, and parents that are not committed while a child is. A leaf has
 * no children. Only items of the log count, so a parent in another stream says nothing.
 */
export const parentsOutOfStep: Check = {
  check: 'parentsOutOfStep',
  severity: 'info',
  distorts: 'progress of parents',
  find({ items }) {
    const byId = new Map(items.map((item) => [item.itemId, item]));
    const children = Map.groupBy(items, ({ parentId }) => parentId);
    const openLeaves = openLeavesBelow(items, byId, children);
    return items.flatMap((item) => {
      const { itemId, queueId, finishedAt, committedAt } = item;
      const found = (at: number | null, detail: Finding['detail']) => [{ itemId, queueId, at, detail }];
      const leaves = openLeaves.get(itemId) ?? 0;
      if (finishedAt !== null && leaves > 0)
        return found(finishedAt, { problem: 'finishedWithOpenLeaves', leaves });
      const started = (children.get(itemId) ?? []).filter((child) => child.committedAt !== null).length;
      if (isOpen(item) && committedAt === null && started > 0)
        return found(null, { problem: 'childrenStarted', started });
      return [];
    });
  },
};

/** Counted from the leaves up; `seen` ends a cycle, which the database refuses. */
function openLeavesBelow(
  items: readonly CheckedItem[],
  byId: ReadonlyMap<number, CheckedItem>,
  children: ReadonlyMap<number | null, readonly CheckedItem[]>,
): Map<number, number> {
  const counts = new Map<number, number>();
  for (const item of items) {
    if (!isOpen(item) || children.has(item.itemId)) continue;
    const seen = new Set<number>();
    for (let parent = item.parentId; parent !== null && !seen.has(parent); ) {
      seen.add(parent);
      counts.set(parent, (counts.get(parent) ?? 0) + 1);
      parent = byId.get(parent)?.parentId ?? null;
    }
  }
  return counts;
}
