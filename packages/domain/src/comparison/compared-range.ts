import { localDate, startOfDate, zonedAt } from '../calendar/local-time.ts';
import type { Range } from '../calendar/range.ts';
import type { Instant } from '../instant.ts';

/**
 * The period to compare a range with: the one before it, of the same length, or the same period of the previous year.
 */
export type CompareWith = 'previous' | 'lastYear';

/**
 * A range of whole local days is compared with as many local days, also if one has 23 or 25 hours. Any other range is
 * compared with the same elapsed time before it, or with the same clock times a year earlier.
 */
export function comparedRange(range: Range, compareWith: CompareWith): Range {
  const { from, to, timeZone } = range;
  const [start, end] = [zonedAt(from, timeZone), zonedAt(to, timeZone)];
  const isWholeDays = isStartOfDay(from, timeZone) && isStartOfDay(to, timeZone);
  if (compareWith === 'lastYear') {
    const back = (at: Instant) => zonedAt(at, timeZone).subtract({ years: 1 });
    const bound = (at: Instant) =>
      isWholeDays ? startOfDate(back(at).toPlainDate(), timeZone) : back(at).epochMilliseconds * 1000;
    return rangeOf(bound(from), bound(to), timeZone);
  }
  if (!isWholeDays) return rangeOf(from - (to - from), from, timeZone);
  const days = start.toPlainDate().until(end.toPlainDate(), { largestUnit: 'days' }).days;
  return rangeOf(startOfDate(start.toPlainDate().subtract({ days }), timeZone), from, timeZone);
}

function isStartOfDay(at: Instant, timeZone: string): boolean {
  return startOfDate(zonedAt(at, timeZone).toPlainDate(), timeZone) === at;
}

function rangeOf(from: Instant, to: Instant, timeZone: string): Range {
  return { from, to, timeZone, fromLocal: localDate(from, timeZone), toLocal: localDate(to - 1, timeZone) };
}
