import type { Instant } from '../instant.ts';
import type { Decision } from './decision.ts';

export interface DecisionCounts {
  decided: number;
  misses: number;
}

/** Counts decisions in half-open stretches of time, each in O(log n). */
export class DecisionLog {
  readonly #instants: Float64Array;
  /** `#missesBefore[n]`: the misses among the first n decisions. */
  readonly #missesBefore: Uint32Array;

  constructor(decisions: readonly Decision[]) {
    const sorted = decisions.toSorted((a, b) => a.decidedAt - b.decidedAt);
    this.#instants = Float64Array.from(sorted, ({ decidedAt }) => decidedAt);
    this.#missesBefore = new Uint32Array(sorted.length + 1);
    sorted.forEach(({ isHit }, place) => {
      this.#missesBefore[place + 1] = (this.#missesBefore[place] as number) + (isHit ? 0 : 1);
    });
  }

  /** Ascending. */
  get instants(): Float64Array {
    return this.#instants;
  }

  within(from: Instant, to: Instant): DecisionCounts {
    const [first, last] = [this.countBefore(from), this.countBefore(to)];
    if (last <= first) return { decided: 0, misses: 0 };
    const misses = (this.#missesBefore[last] as number) - (this.#missesBefore[first] as number);
    return { decided: last - first, misses };
  }

  /** Decisions before an instant. */
  countBefore(at: Instant): number {
    let [low, high] = [0, this.#instants.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#instants[middle] as number) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
