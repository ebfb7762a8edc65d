import {
  type DayItems,
  type DayRules,
  dateOfDay,
  dayNumber,
  type ForecastDays,
  finishedByDay,
  forecastDates,
  HORIZON_DAYS,
  type Instant,
  localDate,
  type Range,
  resolveRange,
  resolveTimeZone,
} from '@kanban/domain';
import { askedAt } from '../../answer/asked-at.ts';
import { askedFinished, askedFinishedAt, type FinishedQuery } from '../../answer/asked-finished.ts';
import { groupedFigures } from '../../answer/asked-items.ts';
import { refusal } from '../../answer/invalid-parameter.ts';
import type { Deps } from '../../deps.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import type { Stream } from '../../load/stream.ts';
import { askedRules } from './asked-rules.ts';

export interface ForecastQuery extends FinishedQuery {
  stream: string;
  from?: string | undefined;
  to?: string | undefined;
  timeZone?: string | undefined;
  startDate?: string | undefined;
  days: ForecastDays;
  exclude?: string | undefined;
}

export interface AskedForecast {
  stream: Stream;
  at: Instant;
  /** Of the history. */
  range: Range;
  startDate: string;
  rules: DayRules;
  days: DayItems[];
  /** The same history of each group; none unless groups were asked for. */
  groups: { group: string | null; days: DayItems[] }[];
}

/** What a forecast of a stream draws from, and when it begins. Throws Refused and InvalidInput. */
export async function askedForecast(
  snapshot: Snapshot,
  deps: Deps,
  query: ForecastQuery,
): Promise<AskedForecast> {
  const { stream, at } = await askedAt(snapshot, deps, query);
  const timeZone = resolveTimeZone(query.timeZone ?? stream.timeZone);
  checkStart(query.startDate, localDate(at, timeZone));
  const { startDate, from, to } = forecastDates(at, timeZone, query.startDate);
  const range = resolveRange({
    from: query.from ?? (query.to === undefined ? from : undefined),
    to: query.to ?? to,
    timeZone,
    now: at,
  });
  const rules = await askedRules(snapshot, stream, query);
  const asked = { stream, range, at };
  const daysOf = (finishedAt: readonly Instant[]) => ({ days: finishedByDay(finishedAt, range, at) });
  if (query.splitBy === undefined) {
    const { days } = daysOf(await askedFinishedAt(snapshot, asked, query));
    return { ...asked, startDate, rules, days, groups: [] };
  }
  const items = await askedFinished(snapshot, asked, query);
  const instantsOf = (some: typeof items) => some.map(({ finishedAt }) => finishedAt);
  const groups = groupedFigures(items, query, (own) => daysOf(instantsOf(own)));
  return { ...asked, startDate, rules, ...daysOf(instantsOf(items)), groups };
}

/** Throws Refused for a day that no forecast begins on. */
function checkStart(startDate: string | undefined, today: string): void {
  const [first, last] = ['1971-01-01', dateOfDay(dayNumber(today) + HORIZON_DAYS)];
  if (startDate === undefined || (startDate >= first && startDate <= last)) return;
  throw refusal('startDate', 'is too far away', `a date from ${first} to ${last}`);
}

/** Throws Refused for a day before the start of a forecast, or beyond its horizon. */
export function checkDate(date: string, startDate: string): void {
  const last = dateOfDay(dayNumber(startDate) + HORIZON_DAYS - 1);
  if (date >= startDate && date <= last) return;
  throw refusal(
    'date',
    `is not a day of the forecast, which begins on ${startDate}`,
    `a date from ${startDate} to ${last}`,
  );
}
