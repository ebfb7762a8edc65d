import type { Instant, Queue } from '../index.ts';
import { type AuditRow, type NaiveItem, naiveItems } from './naive-fold.ts';

export interface NaiveSpell {
  itemId: number;
  beganAt: Instant;
  committedAt: Instant;
  endedAt: Instant | null;
  outcome: 'finished' | 'dropped' | 'removed' | null;
}

/** Spells by asking, before and after each row, what its item is; in the order in which they begin. */
export function naiveSpells(rows: readonly AuditRow[], queues: readonly Queue[]): NaiveSpell[] {
  const spells: NaiveSpell[] = [];
  rows.forEach((row, place) => {
    const own = rows.slice(0, place + 1).filter(({ itemId }) => itemId === row.itemId);
    const before = naiveItems(own.slice(0, -1), queues)[0];
    const after = naiveItems(own, queues)[0] as NaiveItem;
    const isNew = !isInProgress(before) && (isInProgress(after) || isFreshlyFinished(before, after));
    if (isNew) {
      const committedAt = after.committedAt as Instant;
      spells.push({ itemId: row.itemId, beganAt: row.occurredAt, committedAt, endedAt: null, outcome: null });
    }
    if ((isInProgress(before) || isNew) && !isInProgress(after)) {
      const spell = spells.findLast(({ itemId }) => itemId === row.itemId) as NaiveSpell;
      spell.endedAt = row.occurredAt;
      spell.outcome = after.finishedAt !== null ? 'finished' : row.toQueueId === null ? 'removed' : 'dropped';
    }
  });
  return spells;
}

/** N(t): in progress by all rows before an instant. */
export function naiveInProgress(
  rows: readonly AuditRow[],
  queues: readonly Queue[],
  at: Instant,
): (NaiveItem & { committedAt: Instant })[] {
  return naiveItems(rows, queues, at).filter(isInProgress);
}

function isInProgress(item: NaiveItem | undefined): item is NaiveItem & { committedAt: Instant } {
  return (
    item !== undefined && item.committedAt !== null && item.finishedAt === null && item.droppedAt === null
  );
}

function isFreshlyFinished(before: NaiveItem | undefined, after: NaiveItem): boolean {
  return after.finishedAt !== null && (before?.finishedAt ?? null) === null;
}
