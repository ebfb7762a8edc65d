import type { ZonedDates } from './zoned-dates.ts';

interface LabelledInterval {
  start: string;
  end: string;
  /** `2026-03-29T02:00+02:00`, `2026-03-29`, `2026-W13` or `2026-03`. */
  label: string;
}

const MONTH = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' });

/** An interval for a reader: `29 Mar 2026`, `Week 13, 23 Mar 2026 to 29 Mar 2026`, `March 2026`, `29 Mar 2026, 02:00`. */
export function intervalName(interval: LabelledInterval, dates: ZonedDates): string {
  const { label } = interval;
  const week = /^\d{4}-W(\d{2})$/.exec(label)?.[1];
  if (week) return `Week ${Number(week)}, ${dates.date(interval.start)} to ${lastDate(interval, dates)}`;
  if (/^\d{4}-\d{2}$/.test(label)) return MONTH.format(Date.parse(`${label}-01`));
  return label.includes('T') ? dates.dateTime(interval.start) : dates.date(interval.start);
}

function lastDate({ end }: LabelledInterval, dates: ZonedDates): string {
  return dates.date(Date.parse(end) - 1);
}
