import type { DurationUs } from '../instant.ts';
import { percentile } from '../percentiles.ts';
import {
  ascending,
  type PercentileTerms,
  type RankedPercentile,
  rankedPercentiles,
} from '../ranked-percentiles.ts';
import type { ItemTimes } from './item-times.ts';

export interface Efficiency {
  /** Σ active ÷ Σ total; null when nothing took any time. */
  pooled: number | null;
  /** The median of the ratios of the items, by nearest rank; an item with a total of 0 has no ratio. */
  median: number | null;
  percentiles: RankedPercentile[];
  activeUs: DurationUs;
  waitingUs: DurationUs;
  blockedUs: DurationUs;
  totalUs: DurationUs;
  items: number;
}

/** Flow efficiency: the share of the time in which work was done. Blocked time is waiting in every queue. */
export function efficiencyOf(items: readonly ItemTimes<unknown>[], terms: PercentileTerms): Efficiency {
  const sum = { activeUs: 0, waitingUs: 0, blockedUs: 0, totalUs: 0 };
  const ratios: number[] = [];
  for (const { activeUs, waitingUs, blockedUs, totalUs, efficiency } of items) {
    sum.activeUs += activeUs;
    sum.waitingUs += waitingUs;
    sum.blockedUs += blockedUs;
    sum.totalUs += totalUs;
    if (efficiency !== null) ratios.push(efficiency);
  }
  const sorted = ascending(ratios);
  return {
    pooled: sum.totalUs === 0 ? null : sum.activeUs / sum.totalUs,
    median: percentile(sorted, 50),
    percentiles: rankedPercentiles(sorted, terms),
    ...sum,
    items: items.length,
  };
}
