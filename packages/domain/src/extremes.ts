/**
 * The largest of `values`, and no less than `least`. No list is spread into a call: that takes some hundred thousand arguments at
 * most, and a list may be longer.
 */
export function largest(values: Iterable<number>, least = Number.NEGATIVE_INFINITY): number {
  let found = least;
  for (const value of values) if (value > found) found = value;
  return found;
}

/** The smallest of `values`, and no more than `most`. */
export function smallest(values: Iterable<number>, most = Number.POSITIVE_INFINITY): number {
  let found = most;
  for (const value of values) if (value < found) found = value;
  return found;
}
