import { type DurationUs, MINUTE } from '../instant.ts';
import type { Visit } from '../queue.ts';

/** A visit with the reason of the row that ended it. */
export interface EndedVisit extends Visit {
  endReason: string | null;
}

const UNDONE_WITHIN: DurationUs = 10 * MINUTE;

/**
 * Visits without those that were undone: ended within 10 minutes by a move with the reason `undo`. The visit before
 * continues as if nothing had happened; if the item was then moved to another queue, it lasts until that move. Throughput, lead time
 * and pace use these visits, cumulative flow uses the recorded ones. `visits` are all of an item's, in order.
 */
export function withoutUndone(visits: readonly EndedVisit[]): Visit[] {
  const kept: Visit[] = [];
  let undoneSince: number | null = null;
  visits.forEach((visit, place) => {
    const { queueId, enteredAt, leftAt } = visit;
    if (isUndone(visit, visits[place + 1])) {
      undoneSince ??= enteredAt;
      return;
    }
    const before = kept.at(-1);
    if (undoneSince === null) kept.push({ queueId, enteredAt, leftAt });
    else if (before?.leftAt !== undoneSince) kept.push({ queueId, enteredAt: undoneSince, leftAt });
    else if (before.queueId === queueId) before.leftAt = leftAt;
    else {
      before.leftAt = enteredAt;
      kept.push({ queueId, enteredAt, leftAt });
    }
    undoneSince = null;
  });
  return kept;
}

/** Taking an item off the board is not a move. */
function isUndone({ enteredAt, leftAt, endReason }: EndedVisit, next: Visit | undefined): boolean {
  return (
    endReason === 'undo' &&
    leftAt !== null &&
    leftAt === next?.enteredAt &&
    leftAt - enteredAt <= UNDONE_WITHIN
  );
}
