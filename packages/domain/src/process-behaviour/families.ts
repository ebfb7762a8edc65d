import type { FlowInterval } from '../flow/flow-over-time.ts';
import type { Instant } from '../instant.ts';
import type { TimeBetween } from '../time-between.ts';
import type { BehaviourPoint } from './process-behaviour.ts';

/** Measures with one point per interval. */
export const intervalFamilies = ['throughput', 'arrivals', 'wip', 'age', 'totalAge'] as const;
export type IntervalFamily = (typeof intervalFamilies)[number];

/** Measures with one point per item. */
export const itemFamilies = ['cycleTime', 'leadTime'] as const;
export type ItemFamily = (typeof itemFamilies)[number];

export interface IntervalPoint extends BehaviourPoint {
  label: string;
}

const FIGURES: Record<IntervalFamily, (interval: FlowInterval) => number | null> = {
  throughput: ({ throughput }) => throughput,
  arrivals: ({ arrivals }) => arrivals,
  wip: ({ wip }) => wip,
  age: ({ averageAgeUs }) => averageAgeUs,
  totalAge: ({ totalAgeUs }) => totalAgeUs,
};

/** Items, or µs. */
export function familyUnit(family: IntervalFamily | ItemFamily): 'items' | 'microseconds' {
  return family === 'throughput' || family === 'arrivals' || family === 'wip' ? 'items' : 'microseconds';
}

/**
 * A point for each interval that is over and uncut; `at` is its start. `age` has none if nothing was in progress. Give
 * `isWorked` to leave out intervals without working time: moving ranges then run over the gap.
 */
export function intervalPoints(
  family: IntervalFamily,
  intervals: readonly FlowInterval[],
  isWorked: (interval: FlowInterval) => boolean = () => true,
): IntervalPoint[] {
  return intervals.flatMap((interval) => {
    if (!interval.isComplete || interval.partial || !isWorked(interval)) return [];
    const value = FIGURES[family](interval);
    return value === null ? [] : [{ at: interval.start, label: interval.label, value }];
  });
}

export interface TimedItem {
  itemId: number;
  enteredAt: Instant;
  committedAt: Instant;
  finishedAt: Instant;
}

/** One point per finished item, also for those that took no time, by finished at and then item. */
export function itemPoints<Item extends TimedItem>(
  family: ItemFamily,
  items: readonly Item[],
  timeBetween: TimeBetween,
): (BehaviourPoint & { item: Item })[] {
  return items
    .toSorted((a, b) => a.finishedAt - b.finishedAt || a.itemId - b.itemId)
    .map((item) => {
      const startedAt = family === 'cycleTime' ? item.committedAt : item.enteredAt;
      return { at: item.finishedAt, value: timeBetween(startedAt, item.finishedAt), item };
    });
}
