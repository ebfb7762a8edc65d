import { Temporal } from 'temporal-polyfill';
import { localDate } from '../calendar/local-time.ts';
import type { Instant } from '../instant.ts';

/** The default length of a history, in complete local days. */
const HISTORY_DAYS = 90;

export interface ForecastDates {
  /** The first day of the forecast. */
  startDate: string;
  /** The first and the last day of the history. */
  from: string;
  to: string;
}

/**
 * The default start and history of a forecast. It starts tomorrow. Its history is the 90 days before today, or before
 * its start if that is earlier. Today belongs to neither.
 */
export function forecastDates(at: Instant, timeZone: string, startDate?: string): ForecastDates {
  const today = Temporal.PlainDate.from(localDate(at, timeZone));
  const start = startDate === undefined ? today.add({ days: 1 }) : Temporal.PlainDate.from(startDate);
  const end = Temporal.PlainDate.compare(start, today) < 0 ? start : today;
  return {
    startDate: start.toString(),
    from: end.subtract({ days: HISTORY_DAYS }).toString(),
    to: end.subtract({ days: 1 }).toString(),
  };
}
