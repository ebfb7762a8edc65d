import type { DurationUs } from '../instant.ts';
import { countAtOrUnder, percentile } from '../percentiles.ts';
import type { PercentileTerms } from '../ranked-percentiles.ts';

export interface Band {
  /** The share of finished items that had passed the stage at this age or younger. */
  paceShare: number | null;
  /**
   * The greatest percentile whose pace is below the age; null if there is none. An age exactly on a line is not beyond
   * it.
   */
  exceeds: number | null;
}

export const NO_BAND: Band = { paceShare: null, exceeds: null };

/**
 * The position of an age among the ages of finished items at the same stage. Null with fewer than `minimumSample` of
 * them.
 */
export function bandOf(
  age: DurationUs,
  paceAges: Float64Array,
  { percentiles, method }: PercentileTerms,
  minimumSample: number,
): Band {
  if (paceAges.length < Math.max(1, minimumSample)) return NO_BAND;
  let exceeds: number | null = null;
  for (const p of percentiles) {
    const line = percentile(paceAges, p, method) as number;
    if (line < age && (exceeds === null || p > exceeds)) exceeds = p;
  }
  return { paceShare: countAtOrUnder(paceAges, age) / paceAges.length, exceeds };
}
