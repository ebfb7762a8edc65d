import type { Instant, Span } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
import { isRefolded } from './as-of/is-refolded.ts';
import { loadSpellsThen } from './as-of/spells-then.ts';
import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';
import type { Stream } from './stream.ts';

/** When the spells that lasted in a range began and ended: from item_spells_end (value_stream_id, end_at, begin_at) alone. */
export async function loadSpellBounds(
  snapshot: Snapshot,
  stream: Pick<Stream, 'id' | 'queues'>,
  { from, to }: Span,
): Promise<{ beganAt: Instant; endedAt: Instant | null }[]> {
  if (await isRefolded(snapshot, stream)) return loadSpellsThen(snapshot, stream);
  return snapshot
    .selectFrom(byIndex('item_spells', 's', 'item_spells_end'))
    .select(['s.begin_at as beganAt', 's.end_at as endedAt'])
    .where('s.value_stream_id', '=', stream.id)
    .where(({ eb, or }) => or([eb('s.end_at', 'is', null), eb('s.end_at', '>=', instantValue(from))]))
    .where('s.begin_at', '<', instantValue(to))
    .execute();
}
