/**
 * What a queue means for flow. `backlog`: not committed. `buffer`: committed and waiting. `active`: in work.
 * `delivered`: the customer has it. `completed`: closed for good. `dropped`: ended without delivery.
 */
export type Kind = 'backlog' | 'buffer' | 'active' | 'delivered' | 'completed' | 'dropped';

export interface Queue {
  id: number;
  name: string;
  /** Place in the value stream's flow; unique within the stream. */
  position: number;
  kind: Kind;
  /** The most items allowed in it; -1 = unlimited. */
  wipLimit: number;
}

/** One stay of an item in a queue. `leftAt` is null while it lasts. An item's visits come in order. */
export interface Visit {
  queueId: number;
  enteredAt: number;
  leftAt: number | null;
}

/** Finished: the customer has it, or it is closed for good. */
export function isFinishedKind(kind: Kind): boolean {
  return kind === 'delivered' || kind === 'completed';
}

/** Committed: somebody has promised it. Once committed, an item stays so. */
export function isCommittedKind(kind: Kind): boolean {
  return kind !== 'backlog' && kind !== 'dropped';
}

/** The queues that work flows through, first to last: all but dropped queues. */
export function flowQueues<Q extends Queue>(queues: readonly Q[]): Q[] {
  return queues.filter((queue) => queue.kind !== 'dropped').sort((a, b) => a.position - b.position);
}

/** Kinds in which a committed item is in progress. */
export function isWipKind(kind: Kind): boolean {
  return kind === 'backlog' || kind === 'buffer' || kind === 'active';
}

export function queuesById<Q extends Queue>(queues: readonly Q[]): Map<number, Q> {
  return new Map(queues.map((queue) => [queue.id, queue]));
}
