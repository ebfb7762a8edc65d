/** The one unit of all durations of a chart or a table, so that readers can compare them. */
export interface DurationUnit {
  readonly name: 'millisecond' | 'second' | 'minute' | 'hour' | 'day';
  readonly ms: number;
}

const MILLISECOND: DurationUnit = { name: 'millisecond', ms: 1 };
const SECOND: DurationUnit = { name: 'second', ms: 1000 };
const MINUTE: DurationUnit = { name: 'minute', ms: 60_000 };
const HOUR: DurationUnit = { name: 'hour', ms: 3_600_000 };
const DAY: DurationUnit = { name: 'day', ms: 86_400_000 };

/**
 * The largest unit of which a typical duration has two; seconds if there is none, and without durations. A day is 24
 * hours.
 */
export function unitFor(typicalMs: number): DurationUnit {
  const large = [DAY, HOUR, MINUTE].find((unit) => typicalMs >= 2 * unit.ms);
  return large ?? (typicalMs > 0 && typicalMs < SECOND.ms ? MILLISECOND : SECOND);
}

const FORMATS = new Map<string, Intl.NumberFormat>();

const SMALLEST = 0.1;

/** `12.3 days`, `1 hour`, `41 ms`; in the given unit, else in one that suits it. Only a duration of 0 shows as 0. */
export function formatDuration(durationMs: number, unit: DurationUnit = unitFor(durationMs)): string {
  let format = FORMATS.get(unit.name);
  if (!format) {
    format = new Intl.NumberFormat('en-GB', {
      style: 'unit',
      unit: unit.name,
      // Spelt out, it would be too long for the label of a line.
      unitDisplay: unit.name === 'millisecond' ? 'short' : 'long',
      maximumFractionDigits: 1,
    });
    FORMATS.set(unit.name, format);
  }
  // An imported log may be ahead of the clock: what has not begun lasts 0.
  const inUnit = Math.max(0, durationMs / unit.ms);
  return inUnit > 0 && inUnit < SMALLEST / 2 ? `under ${format.format(SMALLEST)}` : format.format(inUnit);
}
