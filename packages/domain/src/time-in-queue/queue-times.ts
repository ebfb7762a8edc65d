import type { DurationUs } from '../instant.ts';
import { flowQueues, isWipKind, type Queue } from '../queue.ts';
import {
  ascending,
  type PercentileTerms,
  type RankedPercentile,
  rankedPercentiles,
} from '../ranked-percentiles.ts';
import type { ItemTimes } from './item-times.ts';

export interface QueueTimes {
  /** Null: in no queue for work in progress, between start and finish. */
  queue: Queue | null;
  visits: number;
  /** Items that were there at all. */
  items: number;
  /** Visits beyond the first of each item. */
  returns: number;
  totalUs: DurationUs;
  /** Of an item that was there; null when none was. */
  meanUs: number | null;
  /** Of the items' totals there. */
  percentiles: RankedPercentile[];
  /** Of the time of all rows; null when that is 0. */
  share: number | null;
  blockedUs: DurationUs;
}

class Tally {
  visits = 0;
  blockedUs = 0;
  totalUs = 0;
  readonly ofItems: DurationUs[] = [];

  row(queue: Queue | null, sumUs: DurationUs, terms: PercentileTerms): QueueTimes {
    const items = this.ofItems.length;
    return {
      queue,
      visits: this.visits,
      items,
      returns: this.visits - items,
      totalUs: this.totalUs,
      meanUs: items === 0 ? null : this.totalUs / items,
      percentiles: rankedPercentiles(ascending(this.ofItems), terms),
      share: sumUs === 0 ? null : this.totalUs / sumUs,
      blockedUs: this.blockedUs,
    };
  }
}

/** Time in each queue in the order of flow, and a last row for the time in none; they add up to the items' totals. */
export function queueTimesOf(
  items: readonly ItemTimes<unknown>[],
  queues: readonly Queue[],
  terms: PercentileTerms,
): QueueTimes[] {
  const wipQueues = flowQueues(queues).filter(({ kind }) => isWipKind(kind));
  const tallies = new Map(wipQueues.map(({ id }) => [id, new Tally()]));
  const elsewhere = new Tally();
  let sumUs = 0;
  for (const { stays, totalUs, elsewhereUs } of items) {
    sumUs += totalUs;
    const own = new Map<number, DurationUs>();
    for (const { queueId, lengthUs, blockedUs } of stays) {
      const tally = tallies.get(queueId) as Tally;
      tally.visits += 1;
      tally.blockedUs += blockedUs;
      own.set(queueId, (own.get(queueId) ?? 0) + lengthUs);
    }
    for (const [queueId, us] of own) add(tallies.get(queueId) as Tally, us);
    if (elsewhereUs > 0) {
      elsewhere.visits += 1;
      add(elsewhere, elsewhereUs);
    }
  }
  return [
    ...wipQueues.map((queue) => (tallies.get(queue.id) as Tally).row(queue, sumUs, terms)),
    elsewhere.row(null, sumUs, terms),
  ];
}

function add(tally: Tally, us: DurationUs): void {
  tally.totalUs += us;
  tally.ofItems.push(us);
}
