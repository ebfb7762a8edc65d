import { type FinishedItem, leadTime, type MeasuredItem, readStateAt } from '@kanban/domain';
import { askedFinished, isPlain } from '../../answer/asked-finished.ts';
import { groupedFigures } from '../../answer/asked-items.ts';
import type { RangeAt } from '../../answer/asked-range-at.ts';
import { loadFinishedDurations } from '../../load/finished-durations.ts';
import { loadFinishedTimes } from '../../load/finished-times.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import { loadVisitsOf } from '../../load/visits-of-items.ts';
import { type NamedClock, namedClock } from './clock.ts';
import type { TimingQuery } from './timing-query.ts';

/** Visits of so many items are in memory at once. */
export const CHUNK = 1_000;

/** What is needed of an item to time it. */
type Timed = FinishedItem & { itemId: number };

/** Times items as they were asked for; those that the clock does not measure are left out. */
export function timerOf(snapshot: Snapshot, { stream, range, at, between }: RangeAt, query: TimingQuery) {
  const named: NamedClock = namedClock(query, stream.queues);
  const { clock } = named;
  const how = {
    ...{ clock, between },
    dayCount: query.dayCount,
    percentiles: [],
    method: 'nearest-rank',
  } as const;
  const stateAt = query.at === undefined ? null : readStateAt(stream.queues, at);

  /** In pieces, when the clock needs visits. */
  async function* timed<Row extends Timed>(rows: readonly Row[]): AsyncGenerator<MeasuredItem<Row>[]> {
    if (typeof clock !== 'object') {
      yield leadTime(rows, stream.queues, range.timeZone, how).rows;
      return;
    }
    for (let first = 0; first < rows.length; first += CHUNK) {
      const chunk = rows.slice(first, first + CHUNK);
      const ids = chunk.map(({ itemId }) => itemId);
      const visits = await loadVisitsOf(snapshot, ids);
      const population = chunk.map((item) => {
        const all = visits.get(item.itemId) ?? [];
        return { ...item, visits: stateAt === null ? all : (stateAt(all)?.visits ?? []) };
      });
      yield leadTime(population, stream.queues, range.timeZone, how).rows;
    }
  }
  return { named, timed };
}

export interface Durations {
  /** In the order of finishing and in the unit of `dayCount`. */
  durations: number[];
  unmeasured: number;
}

export interface Sample extends Durations {
  /** The same for each group; none unless groups were asked for. */
  groupsOf<Figures extends object>(
    figuresOf: (own: Durations) => Figures,
  ): ({ group: string | null } & Figures)[];
}

/** Every duration of the sample. */
export async function loadSample(snapshot: Snapshot, asked: RangeAt, query: TimingQuery): Promise<Sample> {
  const { named, timed } = timerOf(snapshot, asked, query);
  const { stream, range } = asked;
  if (!isPlain(query)) return sampleOfItems(await askedFinished(snapshot, asked, query), query, timed);
  const groupsOf = () => [];
  if (typeof named.clock !== 'object' && query.dayCount === 'exact' && query.clock === 'elapsed')
    return { ...(await loadFinishedDurations(snapshot, stream.id, range, named.clock)), groupsOf };
  const times = await loadFinishedTimes(snapshot, stream.id, range);
  const durations: number[] = [];
  for await (const rows of timed(times)) for (const { duration } of rows) durations.push(duration);
  return { durations, unmeasured: times.length - durations.length, groupsOf };
}

type FinishedRows = Awaited<ReturnType<typeof askedFinished>>;

async function sampleOfItems(
  items: FinishedRows,
  query: TimingQuery,
  timed: ReturnType<typeof timerOf>['timed'],
): Promise<Sample> {
  const known = new Map<number, number>();
  for await (const rows of timed(items))
    for (const { item, duration } of rows) known.set(item.itemId, duration);
  const sampleOf = (own: FinishedRows): Durations => {
    const durations = own.flatMap(({ itemId }) => known.get(itemId) ?? []);
    return { durations, unmeasured: own.length - durations.length };
  };
  return {
    ...sampleOf(items),
    groupsOf: (figuresOf) => groupedFigures(items, query, (own) => figuresOf(sampleOf(own))),
  };
}
