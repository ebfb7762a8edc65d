import { inclusiveDays } from './calendar/local-time.ts';
import { type QueueClock, queueClock } from './custom-clock.ts';
import type { Instant } from './instant.ts';
import { type Percentile, type PercentileMethod, percentiles } from './percentiles.ts';
import type { Queue, Visit } from './queue.ts';

/** An item that is finished, as the projections hold it. */
export interface FinishedItem {
  enteredAt: Instant;
  committedAt: Instant | null;
  finishedAt: Instant;
  /** All of its visits in order; needed for a clock between two queues only. */
  visits?: readonly Visit[];
}

/** `lead`: finished − entered. `cycle`: finished − committed. Or the time between two queues. */
export type Clock = 'lead' | 'cycle' | QueueClock;

/** `exact`: elapsed time. `inclusive`: local calendar dates touched, first and last included. */
export type DayCount = 'exact' | 'inclusive';

export interface LeadTimeDefinition {
  clock: Clock;
  dayCount: DayCount;
  percentiles: readonly number[];
  method: PercentileMethod;
}

export interface MeasuredItem<Item> {
  item: Item;
  startedAt: Instant;
  endedAt: Instant;
  duration: number;
}

export interface LeadTime<Item> {
  /** Of every duration here: µs with `exact`, days with `inclusive`. */
  unit: 'microseconds' | 'days';
  /** In the order of the items given. */
  rows: MeasuredItem<Item>[];
  /** Finished items that the clock does not measure, as they never came to its end queue. */
  unmeasured: number;
  percentiles: Percentile[];
  mean: number | null;
  min: number | null;
  max: number | null;
}

/**
 * How long finished items took. The items are the population: those whose `finishedAt` lies in the range, whatever the
 * clock. Cycle time is that of The Kanban Guide; lead time that of D. Anderson, Kanban (2010), from the first row of the
 * audit log. Throws InvalidInput for a clock or percentile that cannot be.
 */
export function leadTime<Item extends FinishedItem>(
  items: readonly Item[],
  queues: readonly Queue[],
  timeZone: string,
  definition: LeadTimeDefinition,
): LeadTime<Item> {
  const read = clockReader(definition.clock, queues);
  const rows: MeasuredItem<Item>[] = [];
  for (const item of items) {
    const times = read(item);
    if (times) rows.push({ item, ...times, duration: durationOf(times, definition.dayCount, timeZone) });
  }
  const durations = rows.map((row) => row.duration);
  return {
    unit: definition.dayCount === 'exact' ? 'microseconds' : 'days',
    rows,
    unmeasured: items.length - rows.length,
    percentiles: percentiles(durations, definition.percentiles, definition.method),
    ...summary(durations),
  };
}

interface Times {
  startedAt: Instant;
  endedAt: Instant;
}

function clockReader(clock: Clock, queues: readonly Queue[]): (item: FinishedItem) => Times | null {
  if (clock === 'lead') return (item) => ({ startedAt: item.enteredAt, endedAt: item.finishedAt });
  if (clock === 'cycle') {
    return ({ committedAt, finishedAt }) =>
      committedAt === null ? null : { startedAt: committedAt, endedAt: finishedAt };
  }
  const read = queueClock(queues, clock);
  return (item) => read(item.visits ?? []);
}

function durationOf({ startedAt, endedAt }: Times, dayCount: DayCount, timeZone: string): number {
  return dayCount === 'exact' ? endedAt - startedAt : inclusiveDays(startedAt, endedAt, timeZone);
}

function summary(durations: readonly number[]): {
  mean: number | null;
  min: number | null;
  max: number | null;
} {
  if (durations.length === 0) return { mean: null, min: null, max: null };
  let [sum, min, max] = [0, Infinity, -Infinity];
  for (const duration of durations) {
    sum += duration;
    min = Math.min(min, duration);
    max = Math.max(max, duration);
  }
  return { mean: sum / durations.length, min, max };
}
