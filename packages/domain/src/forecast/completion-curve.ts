import { type DayPool, type DayRules, type FutureDay, futureDays } from './day-pools.ts';
import type { NeededItems } from './needed-items.ts';
import { type Draw, drawsFrom, NEGLIGIBLE } from './sum-of-days.ts';

/** A day that counts, and how likely it is that all is finished by its end. */
export interface CompletionDay {
  date: string;
  cumulative: number;
}

/** Nearer to 1 than this, no question is left open. */
const CERTAIN = 1 - 1e-9;

/**
 * How likely it is that the items needed are finished, for each day from the start on; until that is certain or the horizon
 * reached. Exact: P(Σ of days ≥ items), mixed over the numbers needed.
 */
export function completionCurve(
  startDate: string,
  pools: readonly DayPool[],
  rules: DayRules,
  needed: readonly NeededItems[],
): CompletionDay[] {
  const curve: CompletionDay[] = [];
  const draws = new Map(pools.map((pool) => [pool, drawsFrom(pool.counts)]));
  const unfinished = new Unfinished(needed);
  let cumulative = 0;
  for (const { date, pool } of futureDays(startDate, pools, rules)) {
    if (pool) cumulative = unfinished.pass(draws.get(pool) ?? []);
    curve.push({ date, cumulative });
    if (cumulative >= CERTAIN) break;
  }
  return curve;
}

/** Whether any day until the horizon can finish anything. */
export function canFinish(days: Iterable<FutureDay>): boolean {
  for (const { pool } of days) if (pool?.counts.some((items) => items > 0)) return true;
  return false;
}

/** How many items have been finished, as far as that is not enough. */
class Unfinished {
  /** `#openAt[n]`: how likely it is that n finished items are too few. */
  readonly #openAt: Float64Array;
  #shares: Float64Array;
  #spare: Float64Array;
  #from = 0;
  #to = 1;

  constructor(needed: readonly NeededItems[]) {
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
    this.#shares[0] = 1;
  }

  /** Goes on by a day, and gives the probability that all is finished now. */
  pass(draws: readonly Draw[]): number {
    const most = this.#openAt.length;
    const next = this.#spare.fill(0);
    for (let n = this.#from; n < this.#to; n++) {
      const share = this.#shares[n] as number;
      for (const { items, probability } of draws) {
        if (n + items >= most) break;
        next[n + items] = (next[n + items] as number) + share * probability;
      }
    }
    [this.#spare, this.#shares] = [this.#shares, next];
    this.#to = Math.min(most, this.#to + (draws.at(-1)?.items ?? 0));
    // Where hardly anything is left is not looked at again.
    while (this.#from < this.#to && (next[this.#from] as number) < NEGLIGIBLE) this.#from += 1;
    while (this.#from < this.#to && (next[this.#to - 1] as number) < NEGLIGIBLE) this.#to -= 1;
    let open = 0;
    for (let n = this.#from; n < this.#to; n++) open += (next[n] as number) * (this.#openAt[n] as number);
    return Math.max(0, 1 - open);
  }
}
