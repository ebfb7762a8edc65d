import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';

/** The places of items that people put in order, 1…n in each queue: queue_places_order (queue_id, place_rank, item_id) read in its order. */
export async function loadPlaces(
  snapshot: Snapshot,
  queueIds: readonly number[],
): Promise<Map<number, { queueId: number; place: number }>> {
  // Nobody keeps where in a queue a card was.
  if (queueIds.length === 0 || snapshot.asOf !== undefined) return new Map();
  const rows = await snapshot
    .selectFrom(byIndex('queue_places', 'p', 'queue_places_order'))
    .select(['item_id as itemId', 'queue_id as queueId'])
    .where('queue_id', 'in', queueIds)
    .orderBy('queue_id')
    .orderBy('place_rank')
    .orderBy('item_id')
    .execute();
  const counts = new Map<number, number>();
  return new Map(
    rows.map(({ itemId, queueId }) => {
      const place = (counts.get(queueId) ?? 0) + 1;
      counts.set(queueId, place);
      return [itemId, { queueId, place }];
    }),
  );
}
