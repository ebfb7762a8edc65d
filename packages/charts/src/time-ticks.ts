const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Steps of equal length, from which the shortest that gives few enough ticks is taken. */
const STEPS = [1, 3, 6, 12].map((hours) => hours * HOUR).concat([1, 2, 7, 14, 28].map((days) => days * DAY));
/** 5 January 1970 was a Monday: steps of weeks are counted from it, those of days from the first of January. */
const MONDAY = 4 * DAY;
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120] as const;

interface TimeTicks {
  readonly values: number[];
  readonly format: string;
  /** What the format leaves out, and the ticks that say it below: the first, and the first of each day or year. */
  readonly below?: { readonly values: number[]; readonly format: string };
}

/**
 * Where an axis of wall clock times has its ticks, and how they read: at most `most`, at the beginnings of hours, days, weeks
 * (Mondays), months or years, never at odd places between.
 */
export function timeTicks(from: number, to: number, most: number): TimeTicks {
  const step = STEPS.find((length) => (to - from) / length <= most);
  if (step !== undefined && step < DAY) {
    const values = every(from, to, step, 0);
    const below = { values: firstOfEach(values, 10), format: '%-d %b %Y' };
    return { values, format: '%H:%M', below };
  }
  if (step !== undefined) {
    const values = every(from, to, step, step < 7 * DAY ? 0 : MONDAY);
    return { values, format: '%-d %b', below: { values: firstOfEach(values, 4), format: '%Y' } };
  }
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

/** Those whose day (10 characters) or year (4) is not that of the one before. */
function firstOfEach(values: readonly number[], characters: 4 | 10): number[] {
  const name = (value: number) => new Date(value).toISOString().slice(0, characters);
  return values.filter((value, place) => place === 0 || name(value) !== name(values[place - 1] ?? 0));
}

function every(from: number, to: number, step: number, origin: number): number[] {
  const values: number[] = [];
  for (let at = origin + Math.ceil((from - origin) / step) * step; at <= to; at += step) values.push(at);
  return values;
}
