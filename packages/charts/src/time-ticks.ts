const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Steps of equal length, from which the shortest that gives few enough ticks is taken. */
const STEPS = [1, 3, 6, 12].map((hours) => hours * HOUR).concat([1, 2, 7, 14, 28].map((days) => days * DAY));
/** 5 January 1970 was a Monday: steps of weeks are counted from it, those of days from the first of January. */
const MONDAY = 4 * DAY;
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120] as const;

/**
 * Where an axis of wall clock times has its ticks, and how they read: at most `most`, at the beginnings of hours, days, weeks
 * (Mondays), months or years, never at odd places between.
 */
export function timeTicks(from: number, to: number, most: number): { values: number[]; format: string } {
  const step = STEPS.find((length) => (to - from) / length <= most);
  if (step !== undefined && step < DAY) return { values: every(from, to, step, 0), format: '%H:%M' };
  if (step !== undefined)
    return { values: every(from, to, step, step < 7 * DAY ? 0 : MONDAY), format: '%-d %b' };
  const months = MONTHS.find((count) => (to - from) / (count * 30.4 * DAY) <= most) ?? 120;
  const values: number[] = [];
  const first = new Date(from);
  const start = Math.floor((first.getUTCFullYear() * 12 + first.getUTCMonth()) / months) * months;
  for (let month = start; ; month += months) {
    const at = Date.UTC(Math.floor(month / 12), month % 12);
    if (at > to) break;
    if (at >= from) values.push(at);
  }
  return { values, format: months >= 12 ? '%Y' : '%b %Y' };
}

function every(from: number, to: number, step: number, origin: number): number[] {
  const values: number[] = [];
  for (let at = origin + Math.ceil((from - origin) / step) * step; at <= to; at += step) values.push(at);
  return values;
}
