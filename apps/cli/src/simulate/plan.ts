import type { Instant } from '@kanban/domain';
import { sampleItemsPerWeek, sampleQueues } from './sample-stream.ts';
import type { SimulationPlan } from './simulate-history.ts';
import type { SmallStream } from './small-streams.ts';
import { minuteUs, mondayOf, weekUs } from './work-calendar.ts';

const weeksAMonth = 365.25 / 12 / 7;

/** Audit rows an item leaves on average, measured over three years; only `rows` depends on it. */
const rowsPerItem = 6.9;

export interface Wish {
  readonly seed: number;
  readonly stream: string;
  readonly until: Instant;
  readonly months: number;
  /** Takes the place of `months`. */
  readonly start: Instant | undefined;
  readonly itemsPerWeek: number | undefined;
  /** About so many audit rows: decides how many items arrive a week. */
  readonly rows: number | undefined;
}

/**
 * The plan for the options. A history starts on a Monday and lasts whole weeks up to the week of `until`, so the same
 * seed gives the same history at any time.
 */
export function planSimulation(wish: Wish): SimulationPlan {
  const lastMonday = mondayOf(wish.until);
  const from =
    wish.start === undefined
      ? lastMonday - Math.max(1, Math.round(wish.months * weeksAMonth)) * weekUs
      : mondayOf(wish.start);
  const weeks = (wish.until - from) / weekUs;
  const itemsPerWeek =
    wish.rows === undefined ? (wish.itemsPerWeek ?? sampleItemsPerWeek) : wish.rows / rowsPerItem / weeks;
  return {
    seed: wish.seed,
    from,
    until: wish.until,
    limitsSince: halfWay(from, wish.until),
    itemsPerWeek,
    referencePrefix: wish.stream === 'main' ? 'KF' : wish.stream.toUpperCase(),
    queues: sampleQueues(itemsPerWeek),
  };
}

/** A small stream beside that of the plan, as long as it. */
export function planSmallStream(plan: SimulationPlan, small: SmallStream): SimulationPlan {
  const { name, itemsPerWeek, queues } = small;
  return { ...plan, itemsPerWeek, queues, referencePrefix: name.toUpperCase() };
}

/** Nine o'clock of a Monday. */
function halfWay(from: Instant, until: Instant): Instant {
  return mondayOf((from + until) / 2) + 9 * 60 * minuteUs;
}
