const HOUR_MS = 3_600_000;

/** A duration in milliseconds as people say it: `12.5 days`, `1 day`, `7.5 hours`. */
export function daysText(ms: number): string {
  const isLong = ms >= 24 * HOUR_MS;
  const count = Math.round((ms / (isLong ? 24 * HOUR_MS : HOUR_MS)) * 10) / 10;
  const unit = isLong ? 'day' : 'hour';
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
