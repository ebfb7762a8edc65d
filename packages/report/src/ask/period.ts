import { daysAfter, intervalName, zonedDates } from '@kanban/charts';
import type { Period } from './report-data.ts';

const DAY = 86_400_000;
const WEEK_DAYS = 7;

interface Answered {
  /** Instants, half open. */
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
}

/** What a range is called: a whole week from Monday by its number, else its first and last local date. */
export function periodOf({ from, to, timeZone }: Answered, isOfDates: boolean): Period {
  const dates = zonedDates(timeZone);
  if (!isOfDates) return { from, to, name: `${dates.dateTime(from)} to ${dates.dateTime(to)}` };
  const [first, last] = [dates.isoDate(from), dates.isoDate(Date.parse(to) - 1)];
  const week = isoWeekOf(first, last);
  const name = week
    ? intervalName({ start: from, end: to, label: week }, dates)
    : first === last
      ? dates.date(from)
      : `${dates.date(from)} to ${dates.date(Date.parse(to) - 1)}`;
  return { from: first, to: last, name };
}

/** The range of the same length right before: of as many local dates, or of as much time. */
export function rangeBefore({ from, to }: Period, isOfDates: boolean): { from: string; to: string } {
  if (!isOfDates) {
    const length = Date.parse(to) - Date.parse(from);
    return { from: new Date(Date.parse(from) - length).toISOString(), to: from };
  }
  const days = daysOf(from, to);
  return { from: daysAfter(from, -days), to: daysAfter(from, -1) };
}

/** Local dates from the first to the last, both included. */
export function daysOf(from: string, to: string): number {
  return Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / DAY) + 1);
}

/** `2026-W47` for a Monday and the Sunday after it. By ISO 8601 a week belongs to the year of its Thursday. */
function isoWeekOf(first: string, last: string): string | undefined {
  const monday = new Date(first);
  if (monday.getUTCDay() !== 1 || daysOf(first, last) !== WEEK_DAYS) return undefined;
  const thursday = new Date(monday.getTime() + 3 * DAY);
  const year = thursday.getUTCFullYear();
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (WEEK_DAYS * DAY));
  return `${year}-W${String(week).padStart(2, '0')}`;
}
