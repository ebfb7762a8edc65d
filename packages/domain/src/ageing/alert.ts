import type { DurationUs } from '../instant.ts';
import { percentile } from '../percentiles.ts';

/** With fewer finished items a pace means nothing. */
export const MINIMUM_SAMPLE = 10;

export interface AgeingAlert {
  percentile: number;
  paceUs: DurationUs;
  sampleSize: number;
}

/** The alert for an item that is older than the pace of its stage at the percentile of the setting; else null. */
export function ageingAlert(
  age: DurationUs,
  paceAges: Float64Array,
  alertPercentile: number,
): AgeingAlert | null {
  if (paceAges.length < MINIMUM_SAMPLE) return null;
  const paceUs = percentile(paceAges, alertPercentile) as number;
  return age > paceUs ? { percentile: alertPercentile, paceUs, sampleSize: paceAges.length } : null;
}
