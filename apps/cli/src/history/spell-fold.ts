import type { Instant, SpellOutcome } from '@kanban/domain';
import type { Queue } from './streams.ts';

/** A row of `item_spells`; no end: it lasts. */
export interface FoldedSpell {
  readonly beginAuditId: number;
  readonly beginAt: Instant;
  readonly committedAt: Instant;
  readonly end: { readonly auditId: number; readonly at: Instant; readonly kind: SpellOutcome } | null;
}

interface Row {
  readonly auditId: number;
  readonly at: Instant;
  readonly to: Queue | undefined;
  /** As of this row. */
  readonly committedAt: Instant | null;
  readonly wasFinished: boolean;
}

/** The spells of an item after one more row of its log: the same array where the row begins none and ends none. */
export function foldSpells(
  spells: readonly FoldedSpell[],
  { auditId, at, to, committedAt, wasFinished }: Row,
): readonly FoldedSpell[] {
  const kind = outcomeOf(to);
  const end = kind && { auditId, at, kind };
  const open = openSpell(spells);
  if (open) return end ? [...spells.slice(0, -1), { ...open, end }] : spells;
  const begins = committedAt !== null && (kind === null || (kind === 'finished' && !wasFinished));
  return begins ? [...spells, { beginAuditId: auditId, beginAt: at, committedAt, end }] : spells;
}

export function openSpell(spells: readonly FoldedSpell[]): FoldedSpell | undefined {
  const last = spells.at(-1);
  return last?.end === null ? last : undefined;
}

function outcomeOf(to: Queue | undefined): SpellOutcome | null {
  if (to === undefined) return 'removed';
  if (to.kind === 'dropped') return 'dropped';
  return to.kind === 'delivered' || to.kind === 'completed' ? 'finished' : null;
}
