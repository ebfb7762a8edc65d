/**
 * How long to wait after the `attempts`th failure, in ms: doubles from `baseMs` up to `longestMs`, give or take a quarter,
 * so that what failed together is not tried again together. `random` in [0, 1).
 */
export function retryDelayMs(
  attempts: number,
  baseMs: number,
  longestMs: number,
  random: number = Math.random(),
): number {
  const exact = Math.min(baseMs * 2 ** Math.max(attempts - 1, 0), longestMs);
  return Math.round(exact * (0.75 + random / 2));
}
