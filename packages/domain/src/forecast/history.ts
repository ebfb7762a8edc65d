import type { Reason } from '../reason.ts';
import { type DayPool, type DayRules, dayPools } from './day-pools.ts';
import type { DayItems } from './finished-by-day.ts';
import { drawsFrom } from './sum-of-days.ts';

/** The samples of a forecast. */
export interface ForecastHistory {
  days: number;
  /** Days on which an item was finished. */
  activeDays: number;
  items: number;
  /** Null without days. */
  perDay: number | null;
  pools: { pool: DayPool['pool']; days: number; counts: { items: number; days: number }[] }[];
}

export interface DrawnHistory {
  history: ForecastHistory;
  pools: DayPool[];
  /** `tooLittleHistory`, or null. */
  reason: Reason | null;
  /** Too few items for a reliable forecast. */
  isThin: boolean;
}

const FEWEST_DAYS = 14;
const FEWEST_ACTIVE_DAYS = 5;
const ITEMS_OF_A_FULL_HISTORY = 30;

/** The pools of a history, and whether they have enough samples. */
export function drawnHistory(days: readonly DayItems[], rules: DayRules): DrawnHistory {
  const pools = dayPools(days, rules);
  const counts = pools.flatMap((pool) => pool.counts);
  const items = counts.reduce((total, count) => total + count, 0);
  const activeDays = counts.filter((count) => count > 0).length;
  const isTooLittle = counts.length < FEWEST_DAYS || activeDays < FEWEST_ACTIVE_DAYS;
  return {
    history: {
      ...{ days: counts.length, activeDays, items },
      perDay: counts.length === 0 ? null : items / counts.length,
      pools: pools.map(({ pool, counts }) => ({ pool, days: counts.length, counts: tally(counts) })),
    },
    pools,
    reason: isTooLittle ? 'tooLittleHistory' : null,
    isThin: items < ITEMS_OF_A_FULL_HISTORY,
  };
}

function tally(counts: readonly number[]): { items: number; days: number }[] {
  return drawsFrom(counts).map(({ items, probability }) => ({
    items,
    days: Math.round(probability * counts.length),
  }));
}
