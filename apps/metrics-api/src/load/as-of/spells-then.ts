import { type Spell, spellsOf, stepsOf } from '@kanban/domain';
import { inChunks } from '../in-chunks.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Stream } from '../stream.ts';
import { loadVisitsOf } from '../visits-of-items.ts';
import { loadAllItemIds } from './all-item-ids.ts';

/** All spells of a stream, by item and in order, folded from the visits that were known at the instant of `asOf`. */
export async function loadSpellsThen(
  snapshot: Snapshot,
  { id, queues }: Pick<Stream, 'id' | 'queues'>,
): Promise<Spell[]> {
  const itemIds = await loadAllItemIds(snapshot, id);
  const visits = await inChunks(itemIds, (chunk) => loadVisitsOf(snapshot, chunk));
  const kinds = new Map(queues.map((queue) => [queue.id, queue.kind]));
  return itemIds.flatMap((itemId) => spellsOf(itemId, stepsOf(visits.get(itemId) ?? []), kinds));
}
