import type { Instant } from '../index.ts';
import { wallClock } from './naive-calendar.ts';

/** What a working calendar says; hours as `HH:MM`. */
export interface NaiveWorkingRules {
  timeZone: string;
  hours: readonly { weekday: number; starts: string; ends: string }[];
  holidays: readonly string[];
}

const MINUTE = 60 * 1_000_000;
const minutes = new Map<string, Map<number, string>>();

/** `2026-03-29T03:15`. Cached, because properties ask for the same minutes many times. */
function wallMinute(at: Instant, timeZone: string): string {
  const minute = Math.floor(at / MINUTE);
  const known = minutes.get(timeZone) ?? new Map<number, string>();
  minutes.set(timeZone, known);
  const text = known.get(minute) ?? new Date(wallClock(at, timeZone)).toISOString().slice(0, 16);
  known.set(minute, text);
  return text;
}

/** Whether an instant is working time, by the local clock. */
function naiveIsWorking(at: Instant, { timeZone, hours, holidays }: NaiveWorkingRules): boolean {
  const wall = wallMinute(at, timeZone);
  if (holidays.includes(wall.slice(0, 10))) return false;
  if (hours.length === 0) return true;
  const weekday = new Date(`${wall.slice(0, 10)}T12:00:00Z`).getUTCDay() || 7;
  const time = wall.slice(11);
  return hours.some((each) => each.weekday === weekday && each.starts <= time && time < each.ends);
}

/** Counts steps that are worked; rules and clock changes must not fall within one. */
export function naiveWorkingTimeBetween(
  a: Instant,
  b: Instant,
  rules: NaiveWorkingRules,
  step: number,
): number {
  let worked = 0;
  for (let at = a; at < b; ) {
    const next = Math.min(b, (Math.floor(at / step) + 1) * step);
    if (naiveIsWorking(at, rules)) worked += next - at;
    at = next;
  }
  return worked;
}

/** Counts steps until the target is used up. */
export function naiveAddWorkingTime(
  start: Instant,
  durationUs: number,
  rules: NaiveWorkingRules,
  step: number,
): Instant {
  let at = start;
  for (let left = durationUs; left > 0; ) {
    const next = (Math.floor(at / step) + 1) * step;
    const worked = naiveIsWorking(at, rules) ? Math.min(left, next - at) : 0;
    left -= worked;
    at = left > 0 ? next : at + worked;
  }
  return at;
}
