import { byIndex } from './by-index.ts';
import { inChunks } from './in-chunks.ts';
import type { Snapshot } from './snapshot.ts';

/** The references of some items, by item: a primary key each. */
export function loadReferencesOf(
  snapshot: Snapshot,
  itemIds: readonly number[],
): Promise<Map<number, string>> {
  return inChunks(itemIds, async (chunk) => {
    const rows = await snapshot
      .selectFrom(byIndex('item_flow', 'f', 'PRIMARY'))
      .select(['f.item_id as itemId', 'f.reference'])
      .where('f.item_id', 'in', chunk)
      .execute();
    return new Map(rows.map(({ itemId, reference }) => [itemId, reference]));
  });
}
