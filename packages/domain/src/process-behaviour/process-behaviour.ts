import type { Instant } from '../instant.ts';
import { type Clamp, type NaturalLimits, naturalLimits } from './natural-limits.ts';
import { type BehaviourRule, type Signal, signalsOf } from './signals.ts';

export interface BehaviourPoint {
  at: Instant;
  value: number;
}

export interface ProcessBehaviour<Point> {
  /** Null without baseline points; then there are no signals either. */
  limits: NaturalLimits | null;
  points: (Point & { signals: BehaviourRule[] })[];
  signals: Signal[];
}

/**
 * An XmR chart of the points shown, in their order, with limits from a baseline, which may be the same points or others. Windows
 * of rules run over the points shown only.
 */
export function processBehaviour<Point extends BehaviourPoint>(
  shown: readonly Point[],
  baseline: readonly number[],
  clamp: Clamp,
): ProcessBehaviour<Point> {
  const limits = naturalLimits(baseline, clamp);
  const values = shown.map(({ value }) => value);
  const { signals, marks } = limits ? signalsOf(values, limits, clamp) : { signals: [], marks: [] };
  const points = shown.map((point, place) => ({ ...point, signals: marks[place] ?? [] }));
  return { limits, points, signals };
}
