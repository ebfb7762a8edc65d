import { type WorkingCalendar, weekdayOf } from '../calendar/working-calendar.ts';
import { dateOfDay, dayNumber } from './day-number.ts';
import type { DayItems } from './finished-by-day.ts';

/**
 * `split`: working days and other days have separate pools. `all`: one pool. `working`: other days are neither drawn
 * nor counted.
 */
export type ForecastDays = 'split' | 'all' | 'working';

/** Local dates, both included. */
export interface DateSpan {
  from: string;
  to: string;
}

export interface DayRules {
  days: ForecastDays;
  /** Not part of the history; as future days they finish nothing. */
  exclude: readonly DateSpan[];
  /** For a local date, given as days since 1970-01-01. */
  isWorkingDay: (day: number) => boolean;
}

export interface DayPool {
  pool: 'all' | 'working' | 'other';
  /** Items finished on each of its days, in the order of dates. */
  counts: number[];
}

/** A future day. Null: nothing is finished on it. */
export interface FutureDay {
  date: string;
  pool: DayPool | null;
}

/** Working days of a stream: those of its calendar; Monday to Friday without one. */
export function workingDaysOf(calendar: WorkingCalendar): (day: number) => boolean {
  return calendar.isAlwaysOpen ? (day) => weekdayOf(day) <= 5 : (day) => calendar.worksOn(day);
}

/** The horizon of every forecast. */
export const HORIZON_DAYS = 3650;

/** The pools of the history from which days are drawn. */
export function dayPools(history: readonly DayItems[], rules: DayRules): DayPool[] {
  const names: DayPool['pool'][] =
    rules.days === 'split' ? ['working', 'other'] : [rules.days === 'all' ? 'all' : 'working'];
  const pools = names.map((pool): DayPool => ({ pool, counts: [] }));
  for (const { date, items } of history) {
    const day = dayNumber(date);
    if (!isExcluded(date, rules)) poolOf(day, pools, rules)?.counts.push(items);
  }
  return pools;
}

/**
 * The days from a date to the horizon, without those that do not count. Days of a pool without a sample in the history
 * finish nothing.
 */
export function* futureDays(
  startDate: string,
  pools: readonly DayPool[],
  rules: DayRules,
): Generator<FutureDay, void> {
  const first = dayNumber(startDate);
  for (let day = first; day < first + HORIZON_DAYS; day++) {
    const pool = poolOf(day, pools, rules);
    if (!pool) continue;
    const date = dateOfDay(day);
    yield { date, pool: isExcluded(date, rules) || pool.counts.length === 0 ? null : pool };
  }
}

/** The days that count between two dates, both included. */
export function futureDaysUntil(
  startDate: string,
  date: string,
  pools: readonly DayPool[],
  rules: DayRules,
): FutureDay[] {
  const days: FutureDay[] = [];
  for (const day of futureDays(startDate, pools, rules)) {
    if (day.date > date) break;
    days.push(day);
  }
  return days;
}

function poolOf(day: number, pools: readonly DayPool[], rules: DayRules): DayPool | undefined {
  if (rules.days === 'all') return pools[0];
  return pools.find(({ pool }) => pool === (rules.isWorkingDay(day) ? 'working' : 'other'));
}

function isExcluded(date: string, { exclude }: DayRules): boolean {
  return exclude.some(({ from, to }) => from <= date && date <= to);
}
