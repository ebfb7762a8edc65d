import { type ItemTimesIn, loadItemsIn, loadItemTimesIn } from '../load/items-in.ts';
import type { Snapshot } from '../load/snapshot.ts';
import { asksForAll, type FilterQuery, filteredItems, groupedFigures } from './asked-items.ts';
import type { RangeAt } from './asked-range-at.ts';

export interface AskedItemsIn {
  items: readonly ItemTimesIn[];
  /** The same figures for each group; none unless groups were asked for. */
  groupsOf<Figures extends object>(
    figuresOf: (own: readonly ItemTimesIn[]) => Figures,
  ): ({ group: string | null } & Figures)[];
}

/** The times of the items that were open in a range or ended in it, of those asked for. Of all, nothing else is read. */
export async function askedItemsIn(
  snapshot: Snapshot,
  { stream, range, at }: Omit<RangeAt, 'between'>,
  query: FilterQuery,
): Promise<AskedItemsIn> {
  if (asksForAll(query))
    return { items: await loadItemTimesIn(snapshot, stream, range, at), groupsOf: () => [] };
  const items = await filteredItems(snapshot, await loadItemsIn(snapshot, stream, range, at), query, at);
  return { items, groupsOf: (figuresOf) => groupedFigures(items, query, figuresOf) };
}
