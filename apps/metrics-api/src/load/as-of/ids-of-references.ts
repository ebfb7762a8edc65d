import { byIndex } from '../by-index.ts';
import { inChunks } from '../in-chunks.ts';
import type { Snapshot } from '../snapshot.ts';
import { loadChangedItems } from './fields-then.ts';

/** The items that bear some references, or bore them at the instant of `asOf`. */
export async function loadIdsOf(
  snapshot: Snapshot,
  references: readonly string[],
): Promise<Map<string, number>> {
  const ids = await inChunks(references, async (chunk) => {
    const rows = await snapshot
      .selectFrom(byIndex('work_items', 'w', 'work_items_reference'))
      .select(['w.reference', 'w.id'])
      .where('w.reference', 'in', chunk)
      .execute();
    return new Map(rows.map(({ reference, id }) => [reference, id]));
  });
  const asked = new Set(references);
  for (const { reference, itemId, isGone } of await loadChangedItems(snapshot)) {
    // Deleted for good since: it may have left its reference to a new item.
    if (isGone && asked.has(reference)) ids.set(reference, Math.min(itemId, ids.get(reference) ?? itemId));
  }
  return ids;
}
