import { type FinishedItem, formatInstant, type MeasuredItem } from '@kanban/domain';
import { askedRange } from '../../answer/asked-stream.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { chunksOf, isAfter, type List, type Place } from '../../answer/list.ts';
import type { Deps } from '../../deps.ts';
import { type FinishedItemRow, loadFinishedItemsById } from '../../load/finished-items.ts';
import { finishedPages } from '../../load/finished-page.ts';
import { loadFinishedTimes } from '../../load/finished-times.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import { itemOf, microseconds } from './items.ts';
import { type Retrospective, retrospectiveOf } from './retrospective.ts';
import { CHUNK, timerOf } from './sample.ts';
import { leadTimeCells, leadTimeColumns } from './table.ts';
import type { TimingQuery } from './timing-query.ts';

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

/** The finished items of a sample, each with its time. Throws Refused and InvalidInput. */
export async function leadTimeList(
  snapshot: Snapshot,
  deps: Deps,
  query: LeadTimeListQuery,
  format: 'json' | 'csv',
): Promise<List<Listed>> {
  const asked = await askedRange(snapshot, deps, query);
  const { stream, range } = asked;
  const { dayCount, sort = 'finished' } = query;
  const { named, timed } = timerOf(snapshot, asked, query);
  const { clock: _, words, ...clockFields } = named;
  const [from, to] = [Number(query.fromMs ?? 0), Number(query.toMs ?? Infinity)];

  async function* measured<Row extends FinishedItem & { itemId: number }>(rows: Row[]) {
    for await (const chunk of timed(rows)) {
      yield chunk.filter(({ duration }) => {
        const ms = microseconds(duration, dayCount) / 1000;
        return ms >= from && ms < to;
      });
    }
  }

  async function* byFinish(after: Place | undefined, size: number) {
    const pages = finishedPages(snapshot, stream.id, range, {
      filter: query,
      after,
      size: Math.min(size, CHUNK),
    });
    for await (const rows of pages) yield* measured(rows);
  }

  async function* byDuration(after: Place | undefined, size: number) {
    const ranked: Place[] = [];
    const times = await loadFinishedTimes(snapshot, stream.id, range, query);
    for await (const chunk of measured(times)) {
      for (const { item, duration } of chunk) {
        const place = { value: duration, id: item.itemId };
        if (isAfter(place, after, 'descending')) ranked.push(place);
      }
    }
    ranked.sort((a, b) => b.value - a.value || a.id - b.id);
    for await (const places of chunksOf(ranked, Math.min(size, CHUNK))) {
      const ids = places.map(({ id }) => id);
      for await (const rows of measured(await loadFinishedItemsById(snapshot, ids))) {
        const byId = new Map(rows.map((row) => [row.item.itemId, row]));
        yield ids.flatMap((id) => byId.get(id) ?? []);
      }
    }
  }

  return {
    head: {
      ...rangeEnvelope(stream, range),
      definitions: {
        ...clockFields,
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
