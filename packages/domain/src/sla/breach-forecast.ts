import { TINY } from './budget.ts';
import type { DecisionCounts } from './decision-counts.ts';

/** Probabilities below this are dropped at both ends, so that the list stays short for many items. */
const NEGLIGIBLE = 1e-18;

/** The distribution of a count: `probabilities[i]` is that of `least + i`. */
export interface CountDistribution {
  least: number;
  probabilities: number[];
}

/** The number of independent events that happen, by exact convolution, with probabilities. O(n √n) for n events. */
export function countDistribution(events: readonly number[]): CountDistribution {
  let least = 0;
  let probabilities = [1];
  for (const p of events) {
    const next = new Array<number>(probabilities.length + 1).fill(0);
    for (let i = 0; i < probabilities.length; i++) {
      const before = probabilities[i] as number;
      next[i] = (next[i] as number) + before * (1 - p);
      next[i + 1] = before * p;
    }
    let [first, last] = [0, next.length];
    while (last - first > 1 && (next[first] as number) < NEGLIGIBLE) first++;
    while (last - first > 1 && (next[last - 1] as number) < NEGLIGIBLE) last--;
    least += first;
    probabilities = first === 0 && last === next.length ? next : next.slice(first, last);
  }
  return { least, probabilities };
}

/**
 * The probability that the misses so far plus the misses among open items exceed what the objective allows for all of
 * them. It covers open items that are decided within the coming window and treats them as independent. Misses that
 * leave the window meanwhile are not subtracted.
 */
export function probabilityExhausted(
  { decided, misses }: DecisionCounts,
  open: CountDistribution,
  openItems: number,
  objective: number,
): number {
  const all = decided + openItems;
  const allowed = all - objective * all;
  let sum = 0;
  open.probabilities.forEach((p, place) => {
    if (misses + open.least + place > allowed + TINY) sum += p;
  });
  return Math.min(1, sum);
}
