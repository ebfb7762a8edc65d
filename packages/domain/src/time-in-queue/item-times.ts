import { blockedWithin, overlap, type Span } from '../blocked-time.ts';
import type { DurationUs, Instant } from '../instant.ts';
import { type Queue, queuesById, type Visit } from '../queue.ts';
import type { TimeBetween } from '../time-between.ts';
import type { Block } from '../time-spent.ts';
import { type Stay, staysWithin } from './stays.ts';

export interface SpentItem {
  enteredAt: Instant;
  committedAt: Instant | null;
  finishedAt: Instant | null;
  /** All of them, in order. */
  visits: readonly Visit[];
  /** They never overlap. */
  blocks: readonly Block[];
}

export interface TimedStay extends Stay {
  lengthUs: DurationUs;
  /** Blocked while in progress. */
  blockedUs: DurationUs;
}

/** Where the time of one item went. */
export interface ItemTimes<Item> {
  item: Item;
  stays: TimedStay[];
  totalUs: DurationUs;
  /** In active queues, and not blocked. */
  activeUs: DurationUs;
  /** All the rest of the total. */
  waitingUs: DurationUs;
  blockedUs: DurationUs;
  /** In no queue for work in progress: delivered before it was reopened, dropped, off the board. */
  elsewhereUs: DurationUs;
  /** Active ÷ total; null when the total is 0. */
  efficiency: number | null;
}

/** The time of an item within a span; `isWhole`: the time between its stays belongs to the total. */
export function readItemTimes<Item extends SpentItem>(
  queues: readonly Queue[],
  between: TimeBetween,
): (item: Item, span: Span, isWhole: boolean) => ItemTimes<Item> {
  const byId = queuesById(queues);
  return (item, span, isWhole) => {
    let [inQueuesUs, activeUs, blockedUs] = [0, 0, 0];
    const stays = staysWithin(item.visits, byId, span).map((stay) => {
      const committed = { from: item.committedAt ?? Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY };
      const lengthUs = between(stay.from, stay.to);
      const blocked = blockedWithin(item.blocks, overlap(stay, committed), between);
      inQueuesUs += lengthUs;
      blockedUs += blocked;
      if (byId.get(stay.queueId)?.kind === 'active') activeUs += lengthUs - blocked;
      return { ...stay, lengthUs, blockedUs: blocked };
    });
    const totalUs = isWhole ? between(span.from, span.to) : inQueuesUs;
    return {
      item,
      stays,
      totalUs,
      activeUs,
      waitingUs: totalUs - activeUs,
      blockedUs,
      elsewhereUs: totalUs - inQueuesUs,
      efficiency: totalUs === 0 ? null : activeUs / totalUs,
    };
  };
}
