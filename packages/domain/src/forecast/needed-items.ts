/** How many items must be finished, each number with its probability. Probabilities add up to 1. */
export interface NeededItems {
  items: number;
  probability: number;
}

/**
 * Each whole number from `low` to `high` with the same probability. Throws RangeError unless they are whole numbers in
 * order, from 1 on.
 */
export function neededItems(low: number, high = low): NeededItems[] {
  if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || low < 1 || high < low) {
    throw new RangeError(`no number of items to finish: ${low}..${high}`);
  }
  const count = high - low + 1;
  return Array.from({ length: count }, (_, n) => ({ items: low + n, probability: 1 / count }));
}
