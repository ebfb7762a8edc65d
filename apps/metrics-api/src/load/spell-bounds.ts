import type { Instant, Span } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';

/** When the spells that lasted in a range began and ended: from item_spells_end (value_stream_id, end_at, begin_at) alone. */
export function loadSpellBounds(
  snapshot: Snapshot,
  streamId: number,
  { from, to }: Span,
): Promise<{ beganAt: Instant; endedAt: Instant | null }[]> {
  return snapshot
    .selectFrom(byIndex('item_spells', 's', 'item_spells_end'))
    .select(['s.begin_at as beganAt', 's.end_at as endedAt'])
    .where('s.value_stream_id', '=', streamId)
    .where(({ eb, or }) => or([eb('s.end_at', 'is', null), eb('s.end_at', '>=', instantValue(from))]))
    .where('s.begin_at', '<', instantValue(to))
    .execute();
}
