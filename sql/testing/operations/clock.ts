/** The time on a board's clock, in seconds as `SET timestamp` takes it: a fraction of the day is at most that. */
const start = Date.UTC(2026, 0, 5) / 1000;
const day = 86_400;

export function secondsAt(days: number): number {
  return start + days * day;
}
