/** A unit that durations of a chart or a table are all told in, so that they can be compared. */
export interface DurationUnit {
  readonly name: 'second' | 'minute' | 'hour' | 'day';
  readonly ms: number;
}

const SECOND: DurationUnit = { name: 'second', ms: 1000 };
const MINUTE: DurationUnit = { name: 'minute', ms: 60_000 };
const HOUR: DurationUnit = { name: 'hour', ms: 3_600_000 };
const DAY: DurationUnit = { name: 'day', ms: 86_400_000 };

/** The largest unit of which a typical duration has two. A day is 24 hours. */
export function unitFor(typicalMs: number): DurationUnit {
  return [DAY, HOUR, MINUTE].find((unit) => typicalMs >= 2 * unit.ms) ?? SECOND;
}

const FORMATS = new Map<string, Intl.NumberFormat>();

/** `12.3 days`, `1 hour`; in the unit given, else in one that suits it. */
export function formatDuration(durationMs: number, unit: DurationUnit = unitFor(durationMs)): string {
  let format = FORMATS.get(unit.name);
  if (!format) {
    format = new Intl.NumberFormat('en-GB', {
      style: 'unit',
      unit: unit.name,
      unitDisplay: 'long',
      maximumFractionDigits: 1,
    });
    FORMATS.set(unit.name, format);
  }
  return format.format(durationMs / unit.ms);
}
