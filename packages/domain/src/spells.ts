import type { Instant } from './instant.ts';
import { isCommittedKind, isFinishedKind, type Kind, type Visit } from './queue.ts';

/** How a spell ended; a removal counts as dropped, but is a separate kind here. */
export type SpellOutcome = 'finished' | 'dropped' | 'removed';

/**
 * An unbroken stay of an item in progress: from the row that began it to the row that finished, dropped or removed the
 * item. An item that was reopened has several. One that went straight to a finished queue has one of length 0.
 */
export interface Spell {
  itemId: number;
  beganAt: Instant;
  /** When the item was first committed to; before `beganAt` in every spell but the first. */
  committedAt: Instant;
  /** Null while it lasts, and so is `outcome`. */
  endedAt: Instant | null;
  outcome: SpellOutcome | null;
}

/** Where an item was from an instant on; null = removed from its queue. */
export interface Step {
  at: Instant;
  queueId: number | null;
}

/**
 * The spells of one item, in order. `steps` are all of its rows in the order of the log; `kinds` by queue id, and a queue without
 * a kind is nowhere. An item in a backlog is in progress once it has been committed to.
 */
export function spellsOf(itemId: number, steps: readonly Step[], kinds: ReadonlyMap<number, Kind>): Spell[] {
  const spells: Spell[] = [];
  let committedAt: Instant | null = null;
  let open: Spell | undefined;
  let isFinished = false;
  for (const { at, queueId } of steps) {
    const kind = queueId === null ? undefined : kinds.get(queueId);
    // An item that is removed after its finish stays finished.
    if (kind === undefined && isFinished) continue;
    if (kind !== undefined && isCommittedKind(kind)) committedAt ??= at;
    const outcome = outcomeOf(kind);
    const begins = outcome === null || (outcome === 'finished' && !isFinished);
    if (!open && begins && committedAt !== null) {
      open = { itemId, beganAt: at, committedAt, endedAt: null, outcome: null };
      spells.push(open);
    }
    if (open && outcome !== null) {
      open.endedAt = at;
      open.outcome = outcome;
      open = undefined;
    }
    isFinished = outcome === 'finished';
  }
  return spells;
}

/**
 * The steps from which visits were made. An item that was put back within the microsecond of its removal was never
 * away.
 */
export function stepsOf(visits: readonly Visit[]): Step[] {
  const steps: Step[] = [];
  for (const [place, { queueId, enteredAt, leftAt }] of visits.entries()) {
    steps.push({ at: enteredAt, queueId });
    if (leftAt !== null && leftAt !== visits[place + 1]?.enteredAt) steps.push({ at: leftAt, queueId: null });
  }
  return steps;
}

function outcomeOf(kind: Kind | undefined): SpellOutcome | null {
  if (kind === undefined) return 'removed';
  if (kind === 'dropped') return 'dropped';
  return isFinishedKind(kind) ? 'finished' : null;
}
