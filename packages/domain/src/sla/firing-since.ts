import type { Instant } from '../instant.ts';
import type { DecisionLog } from './decision-counts.ts';

/** How a condition may change with decisions: when one is made, or when it leaves a window. */
export interface ChangesWith {
  /** Rises with the decision. */
  changeAt: (decidedAt: Instant) => Instant;
  /** Only decisions before this instant count. */
  before: Instant;
}

/**
 * The start of the unbroken period, until `at`, in which a condition is true. It can change only right after one of the
 * changes; before the earliest it is false. Goes back change by change, and no further than needed.
 */
export function firingSince(
  log: DecisionLog,
  changes: readonly ChangesWith[],
  at: Instant,
  holds: (instant: Instant) => boolean,
): Instant {
  let since = at;
  for (const change of newestFirst(log, changes)) {
    // Right after it, the decision of that instant counts and one that left the window does not.
    if (change < at && !holds(change + 1)) break;
    since = Math.min(since, change);
  }
  return since;
}

/** All changes, merged. */
function* newestFirst(log: DecisionLog, changes: readonly ChangesWith[]): Generator<Instant> {
  const heads = changes.map(({ changeAt, before }) => {
    const place = log.countBefore(before) - 1;
    return { changeAt, place, next: headAt(log, changeAt, place) };
  });
  for (;;) {
    const newest = heads.reduce((best, head) => (head.next > best.next ? head : best));
    if (newest.next === Number.NEGATIVE_INFINITY) return;
    yield newest.next;
    newest.place -= 1;
    newest.next = headAt(log, newest.changeAt, newest.place);
  }
}

function headAt(log: DecisionLog, changeAt: ChangesWith['changeAt'], place: number): Instant {
  const decidedAt = log.instants[place];
  return decidedAt === undefined ? Number.NEGATIVE_INFINITY : changeAt(decidedAt);
}
