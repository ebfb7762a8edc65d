import { type Instant, type ItemState, readStateAt } from '@kanban/domain';
import { byIndex } from '../by-index.ts';
import { inChunks } from '../in-chunks.ts';
import type { Snapshot } from '../snapshot.ts';
import { loadVisitsOf } from '../visits-of-items.ts';
import { loadStreamsThen } from './streams-then.ts';

/** What some items, of any streams, had come to at the instant of `asOf`; those that had entered none are left out. */
export async function loadStatesThen(
  snapshot: Snapshot,
  itemIds: readonly number[],
  instant: Instant,
): Promise<Map<number, ItemState>> {
  const streams = new Map((await loadStreamsThen(snapshot)).map((stream) => [stream.id, stream]));
  return inChunks(itemIds, async (chunk) => {
    const rows = await snapshot
      .selectFrom(byIndex('item_flow', 'f', 'PRIMARY'))
      .select(['f.item_id as itemId', 'f.value_stream_id as streamId'])
      .where('f.item_id', 'in', chunk)
      .execute();
    const visits = await loadVisitsOf(snapshot, chunk);
    const states = rows.flatMap(({ itemId, streamId }) => {
      const state = readStateAt(streams.get(streamId)?.queues ?? [], instant)(visits.get(itemId) ?? []);
      return state === null ? [] : [[itemId, state] as const];
    });
    return new Map(states);
  });
}
