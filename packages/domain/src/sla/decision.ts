import type { Instant } from '../instant.ts';

export interface Decidable {
  /** Null: nothing was promised. */
  deadlineAt: Instant | null;
  /** Beginning of the present unbroken stay in finished queues. */
  finishedAt: Instant | null;
  droppedAt: Instant | null;
}

export interface Decision {
  isHit: boolean;
  decidedAt: Instant;
}

/**
 * Whether a promise was kept, decided once: a hit at the finish, a miss when the deadline passes, finished or not, so that old open
 * misses cannot hide. Reopened after its deadline it is a miss, decided at the deadline. Null while that is open, for items dropped
 * or removed in time, and without a deadline.
 */
export function decisionOf({ deadlineAt, finishedAt, droppedAt }: Decidable, at: Instant): Decision | null {
  if (deadlineAt === null) return null;
  if (finishedAt !== null && finishedAt <= deadlineAt) return { isHit: true, decidedAt: finishedAt };
  if (droppedAt !== null && droppedAt <= deadlineAt) return null;
  return deadlineAt < at ? { isHit: false, decidedAt: deadlineAt } : null;
}
