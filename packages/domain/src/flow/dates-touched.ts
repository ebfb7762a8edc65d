import type { Interval } from '../calendar/intervals.ts';
import { inclusiveDays } from '../calendar/local-time.ts';
import type { Instant } from '../instant.ts';
import type { Spell } from '../spells.ts';
import type { TimeBetween } from '../time-between.ts';
import { type FlowFigures, type FlowItem, flowOverTime } from './flow-over-time.ts';

/** The durations of flow with `dayCount=inclusive`: local dates touched, the first and the last included. */
export interface DatesTouched {
  totalAgeDays: number;
  /** Null without any in progress. */
  averageAgeDays: number | null;
  /** Null without any finished. */
  meanCycleTimeDays: number | null;
}

/**
 * Ages and cycle times in local dates, for the same intervals and total as `flowOverTime`; an age includes the date of
 * the instant of the question.
 */
export function datesTouchedOverTime(
  spells: readonly Spell[],
  items: readonly FlowItem[],
  intervals: readonly Interval[],
  at: Instant,
  timeZone: string,
): { intervals: DatesTouched[]; total: DatesTouched | null } {
  const flow = flowOverTime(spells, items, intervals, at, datesBetween(timeZone));
  return { intervals: flow.intervals.map(inclusive), total: flow.total && inclusive(flow.total) };
}

/** The dates between are one fewer than those touched. */
function inclusive({ totalAgeUs, wip, meanCycleTimeUs }: FlowFigures): DatesTouched {
  const totalAgeDays = totalAgeUs + wip;
  return {
    totalAgeDays,
    averageAgeDays: wip === 0 ? null : totalAgeDays / wip,
    meanCycleTimeDays: meanCycleTimeUs === null ? null : meanCycleTimeUs + 1,
  };
}

/** A clock that counts midnights. Local time is slow to find, and a walk asks for the same instants again. */
function datesBetween(timeZone: string): TimeBetween {
  const known = new Map<Instant, number>();
  const dateOf = (at: Instant) => {
    const date = known.get(at) ?? inclusiveDays(0, at, timeZone);
    known.set(at, date);
    return date;
  };
  return (a, b) => dateOf(b) - dateOf(a);
}
