import type { DurationUs, Instant } from './instant.ts';
import { journey } from './journey.ts';
import { isFinishedKind, type Queue, type Visit } from './queue.ts';

/** A stretch in which an item was blocked. `unblockedAt` is null while it lasts. */
export interface Block {
  blockedAt: Instant;
  unblockedAt: Instant | null;
}

/** An item between the start and the end of a clock, half open. */
export interface ClockedItem {
  startedAt: Instant;
  endedAt: Instant;
  /** Null: nobody ever promised it. */
  committedAt: Instant | null;
  /** All of its visits, in order. */
  visits: readonly Visit[];
  /** They never overlap. */
  blocks: readonly Block[];
}

export interface TimeSpent {
  /** In active queues, and not blocked. */
  activeUs: DurationUs;
  /** All the rest: active and waiting add up to the time on the clock. */
  waitingUs: DurationUs;
  /** While in progress: committed, and in a backlog, buffer or active queue. In a buffer it is waiting either way. */
  blockedUs: DurationUs;
  /** Visits to a queue that lies before the one it came from. */
  visitsBack: number;
  /** In each queue, in the order of the queues given. */
  inQueuesUs: DurationUs[];
}

/** Where the time of one item went, by the rules of flow efficiency: blocked time is waiting in every queue. */
export function timeSpent(
  { startedAt, endedAt, committedAt, visits, blocks }: ClockedItem,
  queues: readonly Queue[],
): TimeSpent {
  const spent = { activeUs: 0, blockedUs: 0, visitsBack: 0, inQueuesUs: queues.map(() => 0) };
  for (const { queueId, enteredAt, leftAt, movedBack } of journey(visits, queues, endedAt).steps) {
    const place = queues.findIndex(({ id }) => id === queueId);
    const kind = queues[place]?.kind;
    if (kind === undefined) continue;
    if (movedBack && enteredAt >= startedAt && enteredAt < endedAt) spent.visitsBack += 1;
    const stay = { from: Math.max(enteredAt, startedAt), to: Math.min(leftAt ?? endedAt, endedAt) };
    if (stay.to <= stay.from) continue;
    spent.inQueuesUs[place] = (spent.inQueuesUs[place] ?? 0) + stay.to - stay.from;
    if (kind === 'active') spent.activeUs += stay.to - stay.from - blockedWithin(blocks, stay);
    if (committedAt !== null && kind !== 'dropped' && !isFinishedKind(kind)) {
      spent.blockedUs += blockedWithin(blocks, { ...stay, from: Math.max(stay.from, committedAt) });
    }
  }
  return { ...spent, waitingUs: endedAt - startedAt - spent.activeUs };
}

function blockedWithin(blocks: readonly Block[], { from, to }: { from: Instant; to: Instant }): DurationUs {
  return blocks.reduce(
    (sum, { blockedAt, unblockedAt }) =>
      sum + Math.max(0, Math.min(unblockedAt ?? to, to) - Math.max(blockedAt, from)),
    0,
  );
}
