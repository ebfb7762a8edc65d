import { type FinishedItem, leadTime, type MeasuredItem } from '@kanban/domain';
import { loadFinishedDurations } from '../../load/finished-durations.ts';
import { loadFinishedTimes } from '../../load/finished-times.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import { loadVisitsOf } from '../../load/visits-of-items.ts';
import { type NamedClock, namedClock } from './clock.ts';
import type { AskedRange, TimingQuery } from './timing-query.ts';

/** Visits of so many items are in memory at once. */
export const CHUNK = 1_000;

/** What is needed of an item to time it. */
type Timed = FinishedItem & { itemId: number };

/** Times items as they were asked for; those that the clock does not measure are left out. */
export function timerOf(snapshot: Snapshot, { stream, range }: AskedRange, query: TimingQuery) {
  const named: NamedClock = namedClock(query, stream.queues);
  const { clock } = named;
  const how = { clock, dayCount: query.dayCount, percentiles: [], method: 'nearest-rank' } as const;

  /** In pieces, when the clock needs visits. */
  async function* timed<Row extends Timed>(rows: Row[]): AsyncGenerator<MeasuredItem<Row>[]> {
    if (typeof clock !== 'object') {
      yield leadTime(rows, stream.queues, range.timeZone, how).rows;
      return;
    }
    for (let first = 0; first < rows.length; first += CHUNK) {
      const chunk = rows.slice(first, first + CHUNK);
      const ids = chunk.map(({ itemId }) => itemId);
      const visits = await loadVisitsOf(snapshot, ids);
      const population = chunk.map((item) => ({ ...item, visits: visits.get(item.itemId) ?? [] }));
      yield leadTime(population, stream.queues, range.timeZone, how).rows;
    }
  }
  return { named, timed };
}

/** Every duration of the sample, in the order of finishing and in the unit of `dayCount`. */
export async function loadSample(
  snapshot: Snapshot,
  asked: AskedRange,
  query: TimingQuery,
): Promise<{ durations: number[]; unmeasured: number }> {
  const { named, timed } = timerOf(snapshot, asked, query);
  const { stream, range } = asked;
  if (typeof named.clock !== 'object' && query.dayCount === 'exact') {
    return loadFinishedDurations(snapshot, stream.id, range, { ...query, clock: named.clock });
  }
  const times = await loadFinishedTimes(snapshot, stream.id, range, query);
  const durations: number[] = [];
  for await (const rows of timed(times)) for (const { duration } of rows) durations.push(duration);
  return { durations, unmeasured: times.length - durations.length };
}
