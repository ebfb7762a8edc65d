import { overlap, type Span, spanOf, touches } from '../blocked-time.ts';
import type { DurationUs } from '../instant.ts';
import { isWipKind, type Queue, queuesById } from '../queue.ts';
import type { TimeBetween } from '../time-between.ts';
import type { BlockedItem, ReasonedBlock } from './blocked-items.ts';

/** The part of a block within a range and within the spells of its item. */
export interface CutBlock<B extends ReasonedBlock> {
  itemId: number;
  block: B;
  blockedUs: DurationUs;
  /** In the range, but not in progress: before the commitment, or after the finish. */
  outsideUs: DurationUs;
  /** It began, lasted or ended while the item was in progress in the range. */
  isInProgress: boolean;
  /** By queue, in the order of visits. */
  inQueuesUs: Map<number, DurationUs>;
}

/** The blocks of an item that touch a range. One that began and ended in one instant touches it, and lasts 0. */
export function readCutBlocks(
  queues: readonly Queue[],
  range: Span,
  between: TimeBetween,
): <B extends ReasonedBlock>(item: BlockedItem<B>) => CutBlock<B>[] {
  const byId = queuesById(queues);
  return ({ itemId, committedAt, visits, blocks }) =>
    blocks.flatMap((block) => {
      const span = spanOf(block);
      if (!touches(span, range)) return [];
      const cut = { itemId, block, blockedUs: 0, outsideUs: 0, isInProgress: false, inQueuesUs: new Map() };
      for (const { queueId, enteredAt, leftAt } of visits) {
        const kind = byId.get(queueId)?.kind;
        if (kind === undefined || !isWipKind(kind) || committedAt === null || enteredAt < committedAt)
          continue;
        const visit = overlap({ from: enteredAt, to: leftAt ?? Number.POSITIVE_INFINITY }, range);
        if (visit.from > visit.to || !touches(span, visit)) continue;
        cut.isInProgress = true;
        const { from, to } = overlap(span, visit);
        const us = from < to ? between(from, to) : 0;
        cut.blockedUs += us;
        cut.inQueuesUs.set(queueId, (cut.inQueuesUs.get(queueId) ?? 0) + us);
      }
      const { from, to } = overlap(span, range);
      cut.outsideUs = (from < to ? between(from, to) : 0) - cut.blockedUs;
      return [cut];
    });
}
