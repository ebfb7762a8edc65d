import { DAY, type DurationUs, HOUR } from '../instant.ts';

/** `3 days`, `1 day` or, under a day, `5 hours`: whole ones. */
export function daysInWords(us: DurationUs): string {
  const [count, unit] = us >= DAY ? [Math.floor(us / DAY), 'day'] : [Math.floor(us / HOUR), 'hour'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
