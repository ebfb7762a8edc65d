import type { Instant, Span, Spell } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * The spells of a stream that overlap a range, as it was known at an instant; by item, then in order. A range of item_spells_end
 * (value_stream_id, end_at, begin_at), those that last first, and a primary key a spell.
 */
export async function loadSpellsIn(
  snapshot: Snapshot,
  streamId: number,
  range: Span,
  at: Instant,
): Promise<Spell[]> {
  const rows = await snapshot
    .selectFrom(byIndex('item_spells', 's', 'item_spells_end'))
    .select([
      'item_id as itemId',
      'begin_audit_id as beginAuditId',
      'begin_at as beganAt',
      'committed_at as committedAt',
      'end_at as endedAt',
      'end_kind as outcome',
    ])
    .where('value_stream_id', '=', streamId)
    .where(({ eb, or }) => or([eb('end_at', 'is', null), eb('end_at', '>=', instantValue(range.from))]))
    .where('begin_at', '<', instantValue(Math.min(range.to, at)))
    .execute();
  return rows
    .sort((a, b) => a.itemId - b.itemId || a.beginAuditId - b.beginAuditId)
    .map(({ beginAuditId: _, ...spell }) =>
      spell.endedAt !== null && spell.endedAt < at ? spell : { ...spell, endedAt: null, outcome: null },
    );
}
