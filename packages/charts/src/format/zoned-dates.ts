/** Instants as people in a time zone write them. */
export interface ZonedDates {
  readonly timeZone: string;
  /** `24 Aug 2026` */
  date(instant: string | number): string;
  /** `24 Aug 2026, 14:05` */
  dateTime(instant: string | number): string;
  /** `14:05` */
  time(instant: string | number): string;
  /** `2026-08-24` */
  isoDate(instant: string | number): string;
  /**
   * The local wall clock as if it were UTC, in ms. Vega knows no zones but the browser's and UTC: drawn on a UTC scale,
   * this shows any zone's local time. A repeated hour is drawn over itself.
   */
  wallClock(instant: string | number): number;
}

const QUARTER_HOUR = 900_000;
const CACHE = new Map<string, ZonedDates>();

/** Throws RangeError for a zone that the browser does not know. */
export function zonedDates(timeZone: string): ZonedDates {
  let dates = CACHE.get(timeZone);
  if (!dates) {
    dates = createZonedDates(timeZone);
    CACHE.set(timeZone, dates);
  }
  return dates;
}

function createZonedDates(timeZone: string): ZonedDates {
  const date = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium' });
  const dateTime = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'short' });
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' });
  const fields = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  // Zones change their offset at full quarters of an hour only, and asking Intl costs microseconds each.
  const offsets = new Map<number, number>();
  const offsetAt = (ms: number) => {
    const quarter = Math.floor(ms / QUARTER_HOUR);
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      offset = wallClockOf(fields, quarter * QUARTER_HOUR) - quarter * QUARTER_HOUR;
      offsets.set(quarter, offset);
    }
    return offset;
  };
  const wallClock = (instant: string | number) => {
    const ms = msOf(instant);
    return ms + offsetAt(ms);
  };
  return {
    timeZone,
    date: (instant) => date.format(msOf(instant)),
    dateTime: (instant) => dateTime.format(msOf(instant)),
    time: (instant) => time.format(msOf(instant)),
    isoDate: (instant) => new Date(wallClock(instant)).toISOString().slice(0, 10),
    wallClock,
  };
}

function msOf(instant: string | number): number {
  return typeof instant === 'number' ? instant : Date.parse(instant);
}

function wallClockOf(format: Intl.DateTimeFormat, ms: number): number {
  const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(
    part.year as number,
    (part.month as number) - 1,
    part.day as number,
    part.hour as number,
    part.minute as number,
    part.second as number,
  );
}
