import { overlap, readSpellSpans, type Span } from '../blocked-time.ts';
import type { DurationUs } from '../instant.ts';
import type { Queue } from '../queue.ts';
import {
  ascending,
  type PercentileTerms,
  type RankedPercentile,
  rankedPercentiles,
} from '../ranked-percentiles.ts';
import type { TimeBetween } from '../time-between.ts';
import type { BlockedItem, ReasonedBlock } from './blocked-items.ts';
import type { CutBlock } from './cut-blocks.ts';

export interface BlockedTotal {
  blocks: number;
  items: number;
  blockedUs: DurationUs;
  /** In the range, but not in progress; no other figure includes it. */
  outsideUs: DurationUs;
  /** Of the time in progress of all items in the range; null when that is 0. */
  shareOfWip: number | null;
  /** Items blocked on average; null when the range has no (working) time. */
  averageBlocked: number | null;
  /** Blocks that ended in the range, and their full length. */
  ended: number;
  meanUs: number | null;
  percentiles: RankedPercentile[];
  /** Blocks that are open at the end of the range, and their full age. */
  open: number;
  openPercentiles: RankedPercentile[];
}

/** `blocks`: the parts of blocks within the range; `items`: all items that were in progress in it. */
export function blockedTotal(
  blocks: readonly CutBlock<ReasonedBlock>[],
  items: readonly BlockedItem[],
  queues: readonly Queue[],
  range: Span,
  between: TimeBetween,
  terms: PercentileTerms,
): BlockedTotal {
  const counted = blocks.filter(({ isInProgress }) => isInProgress);
  const [ended, open]: [number[], number[]] = [[], []];
  for (const { block } of counted) {
    const { blockedAt, unblockedAt } = block;
    if (endsWithin(block, range)) ended.push(between(blockedAt, unblockedAt as number));
    else open.push(between(blockedAt, range.to));
  }
  const blockedUs = counted.reduce((sum, cut) => sum + cut.blockedUs, 0);
  const wipUs = timeInProgress(items, queues, range, between);
  const rangeUs = between(range.from, range.to);
  return {
    blocks: counted.length,
    items: new Set(counted.map(({ itemId }) => itemId)).size,
    blockedUs,
    outsideUs: blocks.reduce((sum, cut) => sum + cut.outsideUs, 0),
    shareOfWip: wipUs === 0 ? null : blockedUs / wipUs,
    averageBlocked: rangeUs === 0 ? null : blockedUs / rangeUs,
    ended: ended.length,
    meanUs: ended.length === 0 ? null : ended.reduce((sum, us) => sum + us, 0) / ended.length,
    percentiles: rankedPercentiles(ascending(ended), terms),
    open: open.length,
    openPercentiles: rankedPercentiles(ascending(open), terms),
  };
}

export function endsWithin({ unblockedAt }: ReasonedBlock, range: Span): boolean {
  return unblockedAt !== null && unblockedAt >= range.from && unblockedAt < range.to;
}

/** ∫N dt over the range. */
function timeInProgress(
  items: readonly BlockedItem[],
  queues: readonly Queue[],
  range: Span,
  between: TimeBetween,
): DurationUs {
  const spellSpans = readSpellSpans(queues);
  let sum = 0;
  for (const { visits } of items) {
    for (const spell of spellSpans(visits)) {
      const { from, to } = overlap(spell, range);
      if (from < to) sum += between(from, to);
    }
  }
  return sum;
}
