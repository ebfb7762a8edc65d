import type { DurationUs } from '../instant.ts';
import { percentile } from '../percentiles.ts';

/** Under so many finished items a pace says nothing. */
export const MINIMUM_SAMPLE = 10;

export interface AgeingAlert {
  percentile: number;
  paceUs: DurationUs;
  sampleSize: number;
}

/** What the sweep says of an item that is older than the pace of its stage at the percentile of the setting; else null. */
export function ageingAlert(
  age: DurationUs,
  paceAges: Float64Array,
  alertPercentile: number,
): AgeingAlert | null {
  if (paceAges.length < MINIMUM_SAMPLE) return null;
  const paceUs = percentile(paceAges, alertPercentile) as number;
  return age > paceUs ? { percentile: alertPercentile, paceUs, sampleSize: paceAges.length } : null;
}
