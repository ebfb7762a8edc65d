import type { NeededItems } from './needed-items.ts';
import { type Draw, type ItemsDistribution, NEGLIGIBLE } from './sum-of-days.ts';

/** The distribution of the finished items, as long as they are not enough. */
export class Unfinished {
  /** `#openAt[n]`: how likely it is that n finished items are too few. */
  readonly #openAt: Float64Array;
  #shares: Float64Array;
  #spare: Float64Array;
  /** The range with probabilities: from the first up to, and not including, the second. */
  #from: number;
  #to: number;

  /** What was finished so far, and what is needed. */
  constructor(sum: ItemsDistribution, needed: readonly NeededItems[]) {
    const most = needed.reduce((found, { items }) => Math.max(found, items), 0);
    this.#openAt = new Float64Array(most);
    for (const { items, probability } of needed) {
      this.#openAt[items - 1] = (this.#openAt[items - 1] as number) + probability;
    }
    for (let n = most - 2; n >= 0; n--) {
      this.#openAt[n] = (this.#openAt[n] as number) + (this.#openAt[n + 1] as number);
    }
    this.#spare = new Float64Array(most);
    this.#shares = new Float64Array(most);
    this.#from = Math.min(most, sum.least);
    this.#to = Math.min(most, sum.least + sum.shares.length);
    this.#shares.set(sum.shares.subarray(0, this.#to - this.#from), this.#from);
  }

  /** Adds one day, and returns the probability that all is finished then. */
  pass(draws: readonly Draw[]): number {
    const [from, to] = [this.#from, this.#to];
    const most = this.#openAt.length;
    const reached = Math.min(most, to + (draws.at(-1)?.items ?? 0));
    const next = this.#spare.fill(0, from, reached);
    for (let n = from; n < to; n++) {
      const share = this.#shares[n] as number;
      for (const { items, probability } of draws) {
        if (n + items >= most) break;
        next[n + items] = (next[n + items] as number) + share * probability;
      }
    }
    [this.#spare, this.#shares] = [this.#shares, next];
    this.#narrow(reached);
    let open = 0;
    for (let n = this.#from; n < this.#to; n++) open += (next[n] as number) * (this.#openAt[n] as number);
    return Math.max(0, 1 - open);
  }

  /** Numbers with a negligible probability are left out from here on. */
  #narrow(reached: number): void {
    let [from, to] = [this.#from, reached];
    while (from < to && (this.#shares[from] as number) < NEGLIGIBLE) from += 1;
    while (from < to && (this.#shares[to - 1] as number) < NEGLIGIBLE) to -= 1;
    [this.#from, this.#to] = [from, to];
  }
}
