import { type Calibration, calibrationOf, type Promised } from './calibration.ts';
import type { DayItems } from './finished-by-day.ts';
import { type ForecastTerms, howMany } from './how-many.ts';
import { neededItems } from './needed-items.ts';
import { when } from './when.ts';

/** A past day for which the forecast is repeated with only the data before it. Values are items, or dates. */
export interface Origin<Value> {
  /** The first day of the forecast. */
  date: string;
  promised: { percentile: number; value: Value; probability: number }[];
  happened: Value;
}

export interface Backtest<Value> {
  calibration: Calibration[];
  origins: Origin<Value>[];
  /** Origins with too little history before them. */
  skipped: number;
  /** Origins whose result is not known yet. */
  unresolved: number;
  /** The same days decide several origins, so the intervals are too narrow. */
  areOverlapping: boolean;
}

export interface BacktestTerms extends ForecastTerms {
  /** How many days before each origin are its history. */
  historyDays: number;
  /** From one origin to the next, in days. */
  step: number;
}

/** How many items: each forecast looks `horizonDays` ahead. `days` are all whole days that are over, without gaps. */
export function backtestHowMany(
  days: readonly DayItems[],
  horizonDays: number,
  terms: BacktestTerms,
): Backtest<number> {
  return backtest(days, terms, horizonDays, (history, future) => {
    const ahead = future.slice(0, horizonDays);
    const [first, last] = [ahead[0], ahead.at(-1)] as [DayItems, DayItems];
    const answer = howMany(history, first.date, last.date, terms);
    if (answer.reason) return 'skipped';
    const happened = ahead.reduce((total, { items }) => total + items, 0);
    const promised = answer.percentiles.map(({ items, ...answer }) => ({ ...answer, value: items }));
    return { happened, promised, lasted: horizonDays, isHit: (value) => happened >= value };
  });
}

/**
 * When this many items were finished; an origin whose items are not all finished yet is unresolved. `days` as above.
 */
export function backtestWhen(
  days: readonly DayItems[],
  items: number,
  terms: BacktestTerms,
): Backtest<string> {
  const { rules, percentiles } = terms;
  const needed = neededItems(items);
  return backtest(days, terms, 1, (history, future) => {
    const answer = when([{ days: history, rules, needed }], (future[0] as DayItems).date, percentiles);
    if (answer.reason) return 'skipped';
    let sum = 0;
    const place = future.findIndex((day) => {
      sum += day.items;
      return sum >= items;
    });
    const happened = future[place]?.date;
    if (happened === undefined) return 'unresolved';
    // Beyond the horizon nothing is promised.
    const promised = answer.percentiles.flatMap(({ percentile, date, probability }) =>
      date === null || probability === null ? [] : [{ percentile, value: date, probability }],
    );
    return { happened, promised, lasted: place + 1, isHit: (value) => happened <= value };
  });
}

interface Resolved<Value> extends Omit<Origin<Value>, 'date'> {
  /** Days from the origin that decided it. */
  lasted: number;
  isHit: (value: Value) => boolean;
}

function backtest<Value>(
  days: readonly DayItems[],
  { historyDays, step, percentiles }: BacktestTerms,
  daysAhead: number,
  ask: (
    history: readonly DayItems[],
    future: readonly DayItems[],
  ) => Resolved<Value> | 'skipped' | 'unresolved',
): Backtest<Value> {
  if (!(step >= 1)) throw new RangeError(`no step from one origin to the next: ${step}`);
  const origins: Origin<Value>[] = [];
  const promises: Promised[] = [];
  const counts = { skipped: 0, unresolved: 0 };
  let longest = 0;
  for (let first = historyDays; first + daysAhead <= days.length; first += step) {
    const resolved = ask(days.slice(first - historyDays, first), days.slice(first));
    if (typeof resolved === 'string') {
      counts[resolved] += 1;
      continue;
    }
    const { happened, promised, lasted, isHit } = resolved;
    longest = Math.max(longest, lasted);
    origins.push({ date: (days[first] as DayItems).date, promised, happened });
    for (const { value, ...promise } of promised) promises.push({ ...promise, isHit: isHit(value) });
  }
  return {
    calibration: calibrationOf(percentiles, promises),
    origins,
    ...counts,
    areOverlapping: longest > step,
  };
}
