import type { SlaMiss } from '@kanban/domain';
import { type FinishedItemRow, loadFinishedItemsById } from '../../load/finished-items.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import type { MissedPromise } from './fields.ts';

type Miss = SlaMiss<{ itemId: number }>;

/** The most overdue first; of those as late, by item. */
export function worstFirst<Each extends Miss>(misses: readonly Each[]): Each[] {
  return misses.toSorted((a, b) => b.lateByUs - a.lateByUs || a.item.itemId - b.item.itemId);
}

export async function withDetails(
  snapshot: Snapshot,
  streamId: number,
  misses: readonly Miss[],
): Promise<MissedPromise[]> {
  const found = await loadFinishedItemsById(
    snapshot,
    streamId,
    misses.map(({ item }) => item.itemId),
  );
  const byId = new Map(found.map((item) => [item.itemId, item]));
  return misses.flatMap(({ item: { itemId }, ...miss }) => {
    const item = byId.get(itemId);
    return item ? [missed({ ...miss, item })] : [];
  });
}

export function missed(miss: SlaMiss<FinishedItemRow>): MissedPromise {
  return { ...miss, state: 'missed' };
}
