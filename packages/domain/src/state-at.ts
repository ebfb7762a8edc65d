import type { Instant } from './instant.ts';
import { isCommittedKind, isFinishedKind, type Queue, queuesById, type Visit } from './queue.ts';
import { stepsOf } from './spells.ts';

export interface ItemState {
  /** The queue in which it counts: after a removal from a finished or dropped queue still that one; null: none. */
  queueId: number | null;
  enteredAt: Instant;
  committedAt: Instant | null;
  /** The beginning of the unbroken stay in finished queues that continues at the instant. */
  finishedAt: Instant | null;
  /** The same in dropped queues, or off the board unfinished. */
  droppedAt: Instant | null;
  /** Those that had begun; the last one is open if it continues. */
  visits: readonly Visit[];
}

/**
 * The state of an item at an instant, by all rows before it, from all of its visits in order; null before its first
 * row.
 */
export function readStateAt(
  queues: readonly Queue[],
  at: Instant,
): (visits: readonly Visit[]) => ItemState | null {
  const byId = queuesById(queues);
  return (all) => {
    const visits = visitsBefore(all, at);
    const first = visits[0];
    if (!first) return null;
    let [queueId, committedAt, finishedAt, droppedAt]: (number | null)[] = [null, null, null, null];
    for (const step of stepsOf(visits)) {
      const kind = byId.get(step.queueId ?? NaN)?.kind;
      const staysCounted = kind === undefined && (finishedAt ?? droppedAt) !== null;
      if (staysCounted) continue;
      queueId = step.queueId;
      if (kind !== undefined && isCommittedKind(kind)) committedAt ??= step.at;
      finishedAt = kind !== undefined && isFinishedKind(kind) ? (finishedAt ?? step.at) : null;
      droppedAt = kind === undefined || kind === 'dropped' ? (droppedAt ?? step.at) : null;
    }
    return { queueId, enteredAt: first.enteredAt, committedAt, finishedAt, droppedAt, visits } as ItemState;
  };
}

/** The visits that had begun before an instant, in order; the last one is open if it continues. */
export function visitsBefore(all: readonly Visit[], at: Instant): readonly Visit[] {
  const isThen = (visit: Visit) => visit.enteredAt < at && (visit.leftAt === null || isOver(visit, at));
  // Of most items all of it is over, and nothing is copied.
  if (all.every(isThen)) return all;
  return all
    .filter(({ enteredAt }) => enteredAt < at)
    .map((visit) => (isThen(visit) ? visit : { ...visit, leftAt: null }));
}

function isOver({ leftAt }: Visit, at: Instant): boolean {
  return leftAt !== null && leftAt < at;
}
