import type { Instant } from '../instant.ts';

/**
 * Since when a condition has held without a break until `at`, where it holds. It can only change right after one of the `changes`
 * (any order); before the earliest of them it does not hold.
 */
export function firingSince(
  changes: Iterable<Instant>,
  at: Instant,
  holds: (instant: Instant) => boolean,
): Instant {
  const earlier = [...changes].filter((change) => change < at).sort((a, b) => b - a);
  let since = at;
  for (const change of earlier) {
    // Right after it, the decision of that instant counts and one that left the window does not.
    if (!holds(change + 1)) break;
    since = change;
  }
  return since;
}
