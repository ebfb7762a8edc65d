import { overlap, type Span } from '../blocked-time.ts';
import type { TimeBetween } from '../time-between.ts';
import type { Stay } from './stays.ts';
import { type WipLevels, wipLevelsOf } from './wip-levels.ts';

/** How a queue filled and emptied in a range. */
export interface WindowFacts extends WipLevels {
  /** Time in the queue ÷ length of the range; null if the range has no (working) time. */
  averageItems: number | null;
  arrivals: number;
  departures: number;
  growth: number;
  /**
   * It held clearly more in the last third of the range than in the first: at least 1.2 times as much and one item
   * more.
   */
  isGrowing: boolean;
}

const GROWS_BY = 1.2;
const GROWS_ITEMS = 1;

/** `stays`: those in one queue, cut to the range. */
export function windowFacts(stays: readonly Stay[], range: Span, between: TimeBetween): WindowFacts {
  const arrivals = stays.filter(({ begins }) => begins).length;
  const departures = stays.filter(({ ends }) => ends).length;
  const third = (range.to - range.from) / 3;
  const first = meanItems(stays, { from: range.from, to: Math.round(range.from + third) }, between);
  const last = meanItems(stays, { from: Math.round(range.to - third), to: range.to }, between);
  return {
    averageItems: meanItems(stays, range, between),
    arrivals,
    departures,
    growth: arrivals - departures,
    isGrowing: first !== null && last !== null && last >= GROWS_BY * first && last >= first + GROWS_ITEMS,
    ...wipLevelsOf(stays, range, between),
  };
}

function meanItems(stays: readonly Stay[], span: Span, between: TimeBetween): number | null {
  const lengthUs = span.from < span.to ? between(span.from, span.to) : 0;
  if (lengthUs === 0) return null;
  let sum = 0;
  for (const stay of stays) {
    const { from, to } = overlap(stay, span);
    if (from < to) sum += between(from, to);
  }
  return sum / lengthUs;
}
