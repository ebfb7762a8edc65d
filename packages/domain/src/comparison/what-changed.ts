import type { Span } from '../blocked-time.ts';
import type { Instant } from '../instant.ts';
import { movesBack } from '../moved-back.ts';
import { type Queue, queuesById, type Visit } from '../queue.ts';
import { decisionOf } from '../sla/decision.ts';
import type { Block } from '../time-spent.ts';

export interface ChangedItem {
  itemId: number;
  enteredAt: Instant;
  finishedAt: Instant | null;
  droppedAt: Instant | null;
  deadlineAt: Instant | null;
  /** All of them, in order. */
  visits: readonly Visit[];
  blocks: readonly Block[];
}

export type ItemChange =
  | 'entered'
  | 'finished'
  | 'dropped'
  | 'movedBack'
  | 'blocked'
  | 'unblocked'
  | 'deadlineBroken';

export interface ChangeOf {
  change: ItemChange;
  itemId: number;
  at: Instant;
}

/** What happened to items in a range, in the order of the events, then by item. An item may occur several times. */
export function whatChanged(
  items: readonly ChangedItem[],
  queues: readonly Queue[],
  range: Span,
): ChangeOf[] {
  const byId = queuesById(queues);
  const changes = items.flatMap((item) => {
    const { itemId, enteredAt, finishedAt, droppedAt, visits, blocks } = item;
    const decision = decisionOf(item, range.to);
    const all: [ItemChange, Instant | null][] = [
      ['entered', enteredAt],
      ['finished', finishedAt],
      ['dropped', droppedAt],
      ...movesBack(visits, byId).map(({ at }): [ItemChange, Instant] => ['movedBack', at]),
      ...blocks.flatMap(({ blockedAt, unblockedAt }): [ItemChange, Instant | null][] => [
        ['blocked', blockedAt],
        ['unblocked', unblockedAt],
      ]),
      ['deadlineBroken', decision && !decision.isHit ? decision.decidedAt : null],
    ];
    return all.flatMap(([change, at]) =>
      at !== null && at >= range.from && at < range.to ? [{ change, itemId, at }] : [],
    );
  });
  return changes.sort((a, b) => a.at - b.at || a.itemId - b.itemId);
}
