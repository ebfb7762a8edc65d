import { type FinishedItem, formatInstant, type MeasuredItem } from '@kanban/domain';
import { askedFinished, askedFinishedPages, isPlain } from '../../answer/asked-finished.ts';
import { askedRangeAt } from '../../answer/asked-range-at.ts';
import { echoOf } from '../../answer/echo.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { groupedList } from '../../answer/grouped-list.ts';
import { chunksOf, isAfter, type List, type Place } from '../../answer/list.ts';
import { resolvedRange } from '../../answer/past-range.ts';
import type { Deps } from '../../deps.ts';
import { type FinishedItemRow, loadFinishedItemsById } from '../../load/finished-items.ts';
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
  route: Parameters<typeof echoOf>[0],
  query: LeadTimeListQuery,
  format: 'json' | 'csv',
): Promise<List<Listed>> {
  const asked = await askedRangeAt(snapshot, deps, query);
  const { stream, range, at } = asked;
  const { dayCount, sort = 'finished' } = query;
  const { named, timed } = timerOf(snapshot, asked, query);
  const { clock: _, words, ...clockFields } = named;
  const [from, to] = [Number(query.fromMs ?? 0), Number(query.toMs ?? Infinity)];

  async function* measured<Row extends FinishedItem & { itemId: number }>(rows: readonly Row[]) {
    for await (const chunk of timed(rows)) {
      yield chunk.filter(({ duration }) => {
        const ms = microseconds(duration, dayCount) / 1000;
        return ms >= from && ms < to;
      });
    }
  }

  async function* byFinish(after: Place | undefined, size: number) {
    const pages = askedFinishedPages(snapshot, asked, query, { after, size: Math.min(size, CHUNK) });
    for await (const rows of pages) yield* measured(rows);
  }

  async function* byDuration(after: Place | undefined, size: number) {
    const ranked: Place[] = [];
    const times = isPlain(query)
      ? await loadFinishedTimes(snapshot, stream.id, range)
      : await askedFinished(snapshot, asked, query);
    for await (const chunk of measured(times)) {
      for (const { item, duration } of chunk) {
        const place = { value: duration, id: item.itemId };
        if (isAfter(place, after, 'descending')) ranked.push(place);
      }
    }
    ranked.sort((a, b) => b.value - a.value || a.id - b.id);
    const asTheyWere = new Map(
      isPlain(query) ? [] : (times as FinishedItemRow[]).map((row) => [row.itemId, row]),
    );
    for await (const places of chunksOf(ranked, Math.min(size, CHUNK))) {
      const ids = places.map(({ id }) => id);
      const known = isPlain(query)
        ? await loadFinishedItemsById(snapshot, stream.id, ids)
        : ids.flatMap((id) => asTheyWere.get(id) ?? []);
      for await (const rows of measured(known)) {
        const byId = new Map(rows.map((row) => [row.item.itemId, row]));
        yield ids.flatMap((id) => byId.get(id) ?? []);
      }
    }
  }

  const list: List<Listed> = {
    head: {
      ...rangeEnvelope(stream, range),
      at: formatInstant(at),
      parameters: echoOf(route, query, { ...resolvedRange(at, range), measure: named.measure }),
      definitions: {
        version: 1,
        ...clockFields,
        clock: words,
        population: 'items whose finished at lies in the range; dropped items never count',
        dayCount,
        order: sort === 'longest' ? 'the longest first' : 'by the time of finishing, then by item',
      },
    },
    rowsAs: 'items',
    pinned: {
      from: formatInstant(range.from),
      to: formatInstant(range.to),
      ...(query.at !== undefined && { at: formatInstant(at) }),
    },
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
  return groupedList(list, query, ({ measured: { item } }) => item);
}
