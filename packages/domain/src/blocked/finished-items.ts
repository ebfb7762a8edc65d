import { blockedWithin, overlap, readSpellSpans, type Span, spanOf, touches } from '../blocked-time.ts';
import type { DurationUs } from '../instant.ts';
import type { Queue } from '../queue.ts';
import type { TimeBetween } from '../time-between.ts';
import type { BlockedItem } from './blocked-items.ts';

export interface BlockedFinished {
  /** Finished in the range. */
  items: number;
  neverBlocked: number;
  /** Of their cycle times, uncut. */
  blockedUs: DurationUs;
  /** Of Σ cycle time; null when that is 0. */
  shareOfCycleTime: number | null;
}

/** What blocks cost the items that were finished in a range, over all their time in progress. */
export function blockedFinished(
  items: readonly BlockedItem[],
  queues: readonly Queue[],
  range: Span,
  between: TimeBetween,
): BlockedFinished {
  const spellSpans = readSpellSpans(queues);
  const answer = { items: 0, neverBlocked: 0, blockedUs: 0 };
  let cycleUs = 0;
  for (const { committedAt, finishedAt, visits, blocks } of items) {
    if (finishedAt === null || committedAt === null || finishedAt < range.from || finishedAt >= range.to)
      continue;
    const cycle = { from: committedAt, to: finishedAt };
    const spells = spellSpans(visits).map((spell) => overlap(spell, cycle));
    answer.items += 1;
    answer.blockedUs += spells.reduce((sum, spell) => sum + blockedWithin(blocks, spell, between), 0);
    if (!blocks.some((block) => spells.some((spell) => touches(spanOf(block), spell))))
      answer.neverBlocked += 1;
    cycleUs += between(committedAt, finishedAt);
  }
  return { ...answer, shareOfCycleTime: cycleUs === 0 ? null : answer.blockedUs / cycleUs };
}
