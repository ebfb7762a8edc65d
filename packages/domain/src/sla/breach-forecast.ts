import { TINY } from './budget.ts';
import type { DecisionCounts } from './decision-counts.ts';

/** Probabilities under this are dropped at the ends, so that a list of many items stays short. */
const NEGLIGIBLE = 1e-18;

/** The distribution of a count: `probabilities[i]` is that of `least + i`. */
export interface CountDistribution {
  least: number;
  probabilities: number[];
}

/** How many of independent events happen, by exact convolution; each with its probability. O(n √n) for n of them. */
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
 * P(misses so far + misses among the open items > what the objective allows of all of them), over the open items that are decided
 * within the window to come. What leaves the window meanwhile is left out; the items are taken to be independent.
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
