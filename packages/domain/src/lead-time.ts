import { inclusiveDays } from './calendar/local-time.ts';
import { type QueueClock, queueClock } from './custom-clock.ts';
import type { Instant } from './instant.ts';
import { type Percentile, type PercentileMethod, percentiles } from './percentiles.ts';
import type { Queue, Visit } from './queue.ts';
import { elapsedBetween, type TimeBetween } from './time-between.ts';

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
  /** How exact durations are read; elapsed time by default. */
  between?: TimeBetween;
  percentiles: readonly number[];
  method: PercentileMethod;
}

export interface MeasuredItem<Item> {
  item: Item;
  startedAt: Instant;
  endedAt: Instant;
  duration: number;
}

/** What a sample of durations comes to, all in their unit. */
export interface DurationSummary {
  percentiles: Percentile[];
  mean: number | null;
  min: number | null;
  max: number | null;
}

export interface LeadTime<Item> extends DurationSummary {
  /** Of every duration here: µs with `exact`, days with `inclusive`. */
  unit: 'microseconds' | 'days';
  /** In the order of the items given. */
  rows: MeasuredItem<Item>[];
  /** Finished items that the clock does not measure, as they never came to its end queue. */
  unmeasured: number;
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
    if (times) rows.push({ item, ...times, duration: durationOf(times, definition, timeZone) });
  }
  const durations = rows.map((row) => row.duration);
  return {
    unit: definition.dayCount === 'exact' ? 'microseconds' : 'days',
    rows,
    unmeasured: items.length - rows.length,
    ...durationSummary(durations, definition),
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

function durationOf(
  { startedAt, endedAt }: Times,
  { dayCount, between = elapsedBetween }: LeadTimeDefinition,
  timeZone: string,
): number {
  return dayCount === 'exact' ? between(startedAt, endedAt) : inclusiveDays(startedAt, endedAt, timeZone);
}

/** Of durations in the order of their items, as a sum depends on it. Throws InvalidInput for a percentile that cannot be. */
export function durationSummary(
  durations: readonly number[],
  { percentiles: wanted, method }: Pick<LeadTimeDefinition, 'percentiles' | 'method'>,
): DurationSummary {
  return { percentiles: percentiles(durations, wanted, method), ...extent(durations) };
}

function extent(durations: readonly number[]): Omit<DurationSummary, 'percentiles'> {
  if (durations.length === 0) return { mean: null, min: null, max: null };
  let [sum, min, max] = [0, Infinity, -Infinity];
  for (const duration of durations) {
    sum += duration;
    min = Math.min(min, duration);
    max = Math.max(max, duration);
  }
  return { mean: sum / durations.length, min, max };
}
