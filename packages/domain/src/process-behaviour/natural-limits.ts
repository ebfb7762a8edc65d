/** `zero`: the measure is never negative, so no line lies below 0. `none`: lines may lie below 0. */
export type Clamp = 'zero' | 'none';

/** A line below the average. It is not drawn if it would be below 0; it is then clamped to 0, and no rule uses it. */
export interface LowerLine {
  value: number;
  isDrawn: boolean;
}

/** The lines of an XmR chart, in the unit of its points. */
export interface NaturalLimits {
  average: number;
  upper: number;
  lower: number;
  isLowerDrawn: boolean;
  sigma: number;
  meanMovingRange: number;
  baselinePoints: number;
  /** Fewer than 17 points: the limits will still move. */
  isProvisional: boolean;
}

const POINTS_FOR_LASTING_LIMITS = 17;
/** Of moving ranges of two points: 3 ÷ d₂ with its usual rounding, and d₂. */
const LIMIT_FACTOR = 2.66;
const D2 = 1.128;

/**
 * Natural process limits from baseline points in their order; null without any. With a single point all lines are its value.
 * D. Wheeler, Understanding Variation (2000).
 */
export function naturalLimits(baseline: readonly number[], clamp: Clamp): NaturalLimits | null {
  const count = baseline.length;
  if (count === 0) return null;
  const average = sum(baseline) / count;
  const movingRanges = baseline.slice(1).map((value, place) => Math.abs(value - (baseline[place] as number)));
  const meanMovingRange = count === 1 ? 0 : sum(movingRanges) / (count - 1);
  const { value: lower, isDrawn } = lowerLine(average - LIMIT_FACTOR * meanMovingRange, clamp);
  return {
    average,
    upper: average + LIMIT_FACTOR * meanMovingRange,
    lower,
    isLowerDrawn: isDrawn,
    sigma: meanMovingRange / D2,
    meanMovingRange,
    baselinePoints: count,
    isProvisional: count < POINTS_FOR_LASTING_LIMITS,
  };
}

/** The position of a line below the average. */
export function lowerLine(unclamped: number, clamp: Clamp): LowerLine {
  const isDrawn = clamp === 'none' || unclamped >= 0;
  return { value: isDrawn ? unclamped : 0, isDrawn };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
