import { type DayCount, type FinishedItem, formatInstant, leadTime, type MeasuredItem } from '@kanban/domain';
import { askedRange, type RangeQuery } from '../../answer/asked-stream.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { isAfter, type List, type Place } from '../../answer/list.ts';
import type { Deps } from '../../deps.ts';
import {
  type FinishedItemFilter,
  type FinishedItemRow,
  loadFinishedItemsById,
} from '../../load/finished-items.ts';
import { finishedPages } from '../../load/finished-page.ts';
import { loadFinishedTimes } from '../../load/finished-times.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import { loadVisitsOf } from '../../load/visits-of-items.ts';
import { type ClockQuery, namedClock } from './clock.ts';
import { itemOf, microseconds } from './items.ts';
import { type Retrospective, retrospectiveOf } from './retrospective.ts';
import { leadTimeCells, leadTimeColumns } from './table.ts';

interface TimingQuery extends RangeQuery, ClockQuery, FinishedItemFilter {
  dayCount: DayCount;
}

interface LeadTimeListQuery extends TimingQuery {
  sort?: 'finished' | 'longest';
  fromMs?: string | undefined;
  toMs?: string | undefined;
}

interface Listed {
  measured: MeasuredItem<FinishedItemRow>;
  /** In a CSV only. */
  retrospective?: Retrospective | undefined;
}

/** Visits of so many items are in memory at once. */
const CHUNK = 1_000;

/** The finished items of a sample, each with its time. Throws Refused and InvalidInput. */
export async function leadTimeList(
  snapshot: Snapshot,
  deps: Deps,
  query: LeadTimeListQuery,
  format: 'json' | 'csv',
): Promise<List<Listed>> {
  const { stream, range } = await askedRange(snapshot, deps, query);
  const { dayCount, sort = 'finished' } = query;
  const { clock, words, ...named } = namedClock(query, stream.queues);
  const [from, to] = [Number(query.fromMs ?? 0), Number(query.toMs ?? Infinity)];

  async function measure<Row extends FinishedItem & { itemId: number }>(rows: Row[]) {
    const visits =
      typeof clock === 'object' && rows.length > 0
        ? await loadVisitsOf(
            snapshot,
            rows.map(({ itemId }) => itemId),
          )
        : undefined;
    const population = visits
      ? rows.map((item) => ({ ...item, visits: visits.get(item.itemId) ?? [] }))
      : rows;
    const how = { clock, dayCount, percentiles: [], method: 'nearest-rank' } as const;
    return leadTime(population, stream.queues, range.timeZone, how).rows.filter(({ duration }) => {
      const ms = microseconds(duration, dayCount) / 1000;
      return ms >= from && ms < to;
    });
  }

  async function* byFinish(after: Place | undefined, size: number) {
    const pages = finishedPages(snapshot, stream.id, range, {
      filter: query,
      after,
      size: Math.min(size, CHUNK),
    });
    for await (const rows of pages) yield measure(rows);
  }

  async function* byDuration(after: Place | undefined, size: number) {
    const ranked: Place[] = [];
    const times = await loadFinishedTimes(snapshot, stream.id, range, query);
    for (let first = 0; first < times.length; first += CHUNK) {
      for (const { item, duration } of await measure(times.slice(first, first + CHUNK))) {
        const place = { value: duration, id: item.itemId };
        if (isAfter(place, after, 'descending')) ranked.push(place);
      }
    }
    ranked.sort((a, b) => b.value - a.value || a.id - b.id);
    for (let first = 0; first < ranked.length; first += size) {
      const ids = ranked.slice(first, first + size).map(({ id }) => id);
      const found = await measure(await loadFinishedItemsById(snapshot, ids));
      const byId = new Map(found.map((row) => [row.item.itemId, row]));
      yield ids.flatMap((id) => byId.get(id) ?? []);
    }
  }

  return {
    head: {
      ...rangeEnvelope(stream, range),
      definitions: {
        ...named,
        clock: words,
        population: 'items whose finished at lies in the range; dropped items never count',
        dayCount,
        type: query.type ?? null,
        classOfService: query.classOfService ?? null,
        order: sort === 'longest' ? 'the longest first' : 'by the time of finishing, then by item',
      },
    },
    rowsAs: 'items',
    pinned: { from: formatInstant(range.from), to: formatInstant(range.to) },
    csv: { ...csvOfRange('lead-time', stream, range), columns: leadTimeColumns(stream.queues, dayCount) },
    placeOf: ({ measured: { item, duration } }) => ({
      value: sort === 'longest' ? duration : item.finishedAt,
      id: item.itemId,
    }),
    fieldsOf: ({ measured }) => itemOf(measured, dayCount),
    cellsOf: ({ measured, retrospective }) =>
      leadTimeCells(itemOf(measured, dayCount), retrospective as Retrospective, dayCount),
    async *chunks(after, size) {
      for await (const rows of sort === 'longest' ? byDuration(after, size) : byFinish(after, size)) {
        const told = format === 'csv' ? await retrospectiveOf(snapshot, stream, rows) : [];
        yield rows.map((measured, place) => ({ measured, retrospective: told[place] }));
      }
    },
  };
}
