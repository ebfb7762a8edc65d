import { isFinishedKind, type Queue, type Visit } from './queue.ts';

export interface MoveBack {
  from: Queue;
  to: Queue;
  at: number;
  /** `reopened`: out of a finished queue. `uncommitted`: into a backlog from any other. Null: within work in progress. */
  crossed: 'reopened' | 'uncommitted' | null;
}

/**
 * Visits to a queue before the one that the item came from. Dropped queues have no position in the flow, so leaving one
 * is not a move back. `visits` are all of an item's, in order.
 */
export function movesBack(visits: readonly Visit[], queues: ReadonlyMap<number, Queue>): MoveBack[] {
  const moves: MoveBack[] = [];
  for (let place = 1; place < visits.length; place++) {
    const { queueId, enteredAt } = visits[place] as Visit;
    const from = queues.get((visits[place - 1] as Visit).queueId);
    const to = queues.get(queueId);
    if (!from || !to || !movedBackBetween(from, to)) continue;
    moves.push({ from, to, at: enteredAt, crossed: crossedBy(from, to) });
  }
  return moves;
}

/** Whether a move from one queue to another goes back; moves to and from dropped queues do not. */
export function movedBackBetween(from: Queue | undefined, to: Queue | undefined): boolean {
  if (!from || !to || from.kind === 'dropped' || to.kind === 'dropped') return false;
  return to.position < from.position;
}

function crossedBy(from: Queue, to: Queue): MoveBack['crossed'] {
  if (isFinishedKind(from.kind) && !isFinishedKind(to.kind)) return 'reopened';
  return to.kind === 'backlog' && from.kind !== 'backlog' ? 'uncommitted' : null;
}
