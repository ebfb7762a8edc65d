import type { DurationUs } from '../instant.ts';
import { countAtOrUnder } from '../percentiles.ts';

export interface MissProbability {
  /** 0 to 1; null with too few finished items. */
  missProbability: number | null;
  /** It is older than all of them were, so no forecast is possible: such items are only known to be late. */
  isBeyondHistory: boolean;
}

/**
 * The probability that an item of this age takes longer than allowed: S(allowed) ÷ S(age), where S(x) is the share of
 * the sample above x. `sample`: durations of finished items from the same place, ascending.
 */
export function missProbability(
  sample: Float64Array,
  age: DurationUs,
  allowed: DurationUs,
  minimumSample: number,
): MissProbability {
  if (sample.length < Math.max(1, minimumSample)) return { missProbability: null, isBeyondHistory: false };
  const over = (value: number) => sample.length - countAtOrUnder(sample, value);
  const older = over(age);
  if (older === 0) return { missProbability: 1, isBeyondHistory: true };
  return { missProbability: over(Math.max(age, allowed)) / older, isBeyondHistory: false };
}
