import type { PercentileTerms, RankedPercentile } from '@kanban/domain';
import { askedPercentiles } from './asked-percentiles.ts';
import { milliseconds } from './envelope.ts';

export interface PercentileQuery {
  percentiles: string;
  percentileMethod: 'nearest-rank' | 'linear';
}

export function percentileTerms({ percentiles, percentileMethod }: PercentileQuery): PercentileTerms {
  return { percentiles: askedPercentiles(percentiles), method: percentileMethod };
}

/** A percentile of ages as answers have it. */
export function agePercentile({
  percentile,
  value,
  shareAtOrUnder,
  sampleSize,
  isMaximum,
}: RankedPercentile) {
  return { percentile, ageMs: milliseconds(value), shareAtOrUnder, sampleSize, isMaximum };
}

/** `p50Ms`: the name of its column. */
export function percentileColumn(percentile: number): `p${number}Ms` {
  return `p${percentile}Ms`;
}
