const DAY = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'medium' });
const DAY_MS = 86_400_000;

/** `2026-08-24` as `24 Aug 2026`: a day is the same in every zone. */
export function formatDay(date: string): string {
  return isCalendarDate(date) ? DAY.format(Date.parse(date)) : date;
}

/** `YYYY-MM-DD`, so many days later: of dates, so no clock change matters. */
export function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The day that what is true on a day is compared with, on pages and in reports. */
export function weekBefore(date: string): string {
  return daysAfter(date, -7);
}

/** Whether a text is `YYYY-MM-DD` and there is such a day: `Date.parse` takes 30 February for 2 March. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false;
  const ms = Date.parse(text);
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(text);
}
