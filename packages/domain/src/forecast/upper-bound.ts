import type { Draw } from './sum-of-days.ts';

/** Values of θ, relative to 1 ÷ the most items that a day finishes; each is √2 times the one before. */
const TILTS = Array.from({ length: 33 }, (_, n) => 2 ** (n / 2 - 12));

/**
 * An upper bound of the probability that days finish this many items, without computing the sums: the minimum of
 * E[exp(θ·sum)] ÷ exp(θ·items) over some θ. H. Chernoff, A Measure of Asymptotic Efficiency (1952).
 */
export class UpperBound {
  readonly #tilts: number[];
  /** Of the days so far: log E[exp(θ·sum)]. */
  readonly #logs: number[] = TILTS.map(() => 0);
  readonly #ofADay = new Map<readonly Draw[], number[]>();

  constructor(mostOfADay: number) {
    this.#tilts = TILTS.map((tilt) => tilt / Math.max(1, mostOfADay));
  }

  /** Adds one day. */
  pass(draws: readonly Draw[]): void {
    const own = this.#ofADay.get(draws) ?? this.#tilts.map((tilt) => logOfMean(draws, tilt));
    this.#ofADay.set(draws, own);
    own.forEach((log, place) => {
      this.#logs[place] = (this.#logs[place] as number) + log;
    });
  }

  /** The natural logarithm of the bound on P(sum ≥ items). */
  logAtLeast(items: number): number {
    return this.#logs.reduce((least, log, place) => {
      return Math.min(least, log - (this.#tilts[place] as number) * items);
    }, 0);
  }
}

function logOfMean(draws: readonly Draw[], tilt: number): number {
  return Math.log(
    draws.reduce((mean, { items, probability }) => mean + probability * Math.exp(tilt * items), 0),
  );
}
