import type { Reason } from '../reason.ts';

export interface ComparedFigure {
  figure: string;
  value: number | null;
  /** The same figure for the period before. */
  previous: number | null;
  /** Null if neither direction is good, for example for arrivals. */
  better: 'higher' | 'lower' | null;
  /** The number of items from which each was computed. */
  items: number;
  previousItems: number;
}

export interface FigureChange {
  figure: string;
  /** Value − previous; null where one is missing. */
  difference: number | null;
  direction: 'better' | 'worse' | 'same' | null;
  /** Why there is no direction, if one would be expected. */
  reason: Reason | null;
}

/** With fewer items in either period, or at either end of one, a change means nothing. */
export const LEAST_ITEMS = 5;

/** How a figure changed since the period before, and whether that is good. */
export function figureChange({
  figure,
  value,
  previous,
  better,
  items,
  previousItems,
}: ComparedFigure): FigureChange {
  if (value === null || previous === null)
    return { figure, difference: null, direction: null, reason: 'noItems' };
  const difference = value - previous;
  if (Math.min(items, previousItems) < LEAST_ITEMS)
    return { figure, difference, direction: null, reason: 'tooFewItems' };
  if (better === null) return { figure, difference, direction: null, reason: null };
  if (difference === 0) return { figure, difference, direction: 'same', reason: null };
  return {
    figure,
    difference,
    direction: (better === 'higher') === difference > 0 ? 'better' : 'worse',
    reason: null,
  };
}
