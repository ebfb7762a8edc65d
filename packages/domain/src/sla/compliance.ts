import { type Interval, intervalIndexAt, isComplete } from '../calendar/intervals.ts';
import type { DurationUs, Instant } from '../instant.ts';
import { type Deadline, deadlineOf, type SlaItem, type SlaTerms } from './deadline.ts';

export interface FinishedSlaItem extends SlaItem {
  finishedAt: Instant;
}

export type Verdict = { verdict: 'hit' | 'miss'; deadline: Deadline } | { verdict: 'none'; deadline: null };

export interface SlaCounts {
  finished: number;
  hits: number;
  misses: number;
  withoutSla: number;
  /** Hits among hits and misses, 0 to 1; null when there are neither. */
  hitRate: number | null;
}

export interface SlaInterval extends Interval, SlaCounts {
  /** False for an interval that is not over. */
  complete: boolean;
}

export interface SlaMiss<Item> {
  item: Item;
  deadline: Deadline;
  lateByUs: DurationUs;
}

export interface SlaCompliance<Item> {
  total: SlaCounts;
  intervals: SlaInterval[];
  /** In the order of the items given. */
  misses: SlaMiss<Item>[];
}

/** Finished at or before its deadline is a hit. An item that no SLA covers is neither hit nor miss. */
export function verdictOf(item: FinishedSlaItem, terms: SlaTerms): Verdict {
  const deadline = deadlineOf(item, terms);
  if (deadline === null) return { verdict: 'none', deadline };
  return { verdict: item.finishedAt <= deadline.at ? 'hit' : 'miss', deadline };
}

/** How a stream's promises were kept for the items finished in the intervals; others do not count. */
export function slaCompliance<Item extends FinishedSlaItem>(
  items: readonly Item[],
  terms: SlaTerms,
  intervals: readonly Interval[],
  now: Instant,
): SlaCompliance<Item> {
  const total = new Tally();
  const tallies = intervals.map(() => new Tally());
  const misses: SlaMiss<Item>[] = [];
  for (const item of items) {
    const tally = tallies[intervalIndexAt(intervals, item.finishedAt)];
    if (!tally) continue;
    const { verdict, deadline } = verdictOf(item, terms);
    total.add(verdict);
    tally.add(verdict);
    if (verdict === 'miss') misses.push({ item, deadline, lateByUs: item.finishedAt - deadline.at });
  }
  return {
    total: total.counts(),
    intervals: intervals.map((interval, place) => ({
      ...interval,
      ...(tallies[place] as Tally).counts(),
      complete: isComplete(interval, now),
    })),
    misses,
  };
}

class Tally {
  readonly #count = { hit: 0, miss: 0, none: 0 };

  add(verdict: Verdict['verdict']): void {
    this.#count[verdict] += 1;
  }

  counts(): SlaCounts {
    const { hit, miss, none } = this.#count;
    return {
      finished: hit + miss + none,
      hits: hit,
      misses: miss,
      withoutSla: none,
      hitRate: hit + miss === 0 ? null : hit / (hit + miss),
    };
  }
}
