import { DAY, type DurationUs } from '../instant.ts';

/** A duration in days of 24 hours with 4 decimals, for spreadsheets; answers also have the exact one. */
export function inDays(us: DurationUs): number {
  return Math.round((us / DAY) * 10_000) / 10_000;
}
