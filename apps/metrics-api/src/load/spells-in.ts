import type { Instant, Span, Spell } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
import { isRefolded } from './as-of/is-refolded.ts';
import { loadSpellsThen } from './as-of/spells-then.ts';
import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';
import type { Stream } from './stream.ts';

/**
 * The spells of a stream that overlap a range, as it was known at an instant; by item, then in order. A range of item_spells_end
 * (value_stream_id, end_at, begin_at), those that last first, and a primary key a spell.
 */
export async function loadSpellsIn(
  snapshot: Snapshot,
  stream: Pick<Stream, 'id' | 'queues'>,
  range: Span,
  at: Instant,
): Promise<Spell[]> {
  if (await isRefolded(snapshot, stream)) {
    const all = await loadSpellsThen(snapshot, stream);
    const until = Math.min(range.to, at);
    return all
      .filter(({ beganAt, endedAt }) => beganAt < until && (endedAt === null || endedAt >= range.from))
      .map((spell) => asItWas(spell, at));
  }
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
    .where('value_stream_id', '=', stream.id)
    .where(({ eb, or }) => or([eb('end_at', 'is', null), eb('end_at', '>=', instantValue(range.from))]))
    .where('begin_at', '<', instantValue(Math.min(range.to, at)))
    .execute();
  return rows
    .sort((a, b) => a.itemId - b.itemId || a.beginAuditId - b.beginAuditId)
    .map(({ itemId, beganAt, committedAt, endedAt, outcome }) =>
      asItWas({ itemId, beganAt, committedAt, endedAt, outcome }, at),
    );
}

function asItWas(spell: Spell, at: Instant): Spell {
  return spell.endedAt !== null && spell.endedAt < at ? spell : { ...spell, endedAt: null, outcome: null };
}
