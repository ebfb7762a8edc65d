import { formatInstant, type SlaTerms, verdictOf } from '@kanban/domain';
import { askedRange, type RangeQuery } from '../../answer/asked-stream.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { chunksOf, isAfter, type List, type Place } from '../../answer/list.ts';
import { cellsOf } from '../../answer/table.ts';
import type { Deps } from '../../deps.ts';
import { type FinishedItemRow, loadFinishedItemsById } from '../../load/finished-items.ts';
import { finishedPages } from '../../load/finished-page.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import { type Promised, promisedColumns, promisedFields } from './fields.ts';
import { loadOutlook } from './outlook.ts';
import { loadSlaTerms } from './terms.ts';

interface SlaListQuery extends RangeQuery {
  rows: 'misses' | 'open';
  sort?: 'finished' | 'latest' | undefined;
}

/** Finished items are judged so many at a time. */
const CHUNK = 2_000;

const ORDERS = {
  finished: 'by the time of finishing, then by item',
  latest: 'the most overdue first',
  deadline: 'by deadline, so that the most overdue come first',
};

/** Items whose promise was broken, or is or will be. Throws Refused, InvalidInput and NoWorkingTime. */
export async function slaList(snapshot: Snapshot, deps: Deps, query: SlaListQuery): Promise<List<Promised>> {
  const { stream, range, now } = await askedRange(snapshot, deps, query);
  const { rows: which } = query;
  const order = which === 'open' ? 'deadline' : (query.sort ?? 'finished');
  const { terms } = await loadSlaTerms(snapshot, stream);
  const pages = (after: Place | undefined, size: number) =>
    finishedPages(snapshot, stream.id, range, { filter: {}, after, size: Math.min(size, CHUNK) });

  async function* byLateness(after: Place | undefined, size: number) {
    const ranked: Place[] = [];
    for await (const rows of pages(undefined, CHUNK)) {
      for (const miss of missesOf(rows, terms)) {
        const place = { value: miss.lateByUs as number, id: miss.item.itemId };
        if (isAfter(place, after, 'descending')) ranked.push(place);
      }
    }
    ranked.sort((a, b) => b.value - a.value || a.id - b.id);
    for await (const places of chunksOf(ranked, size)) {
      const found = await loadFinishedItemsById(
        snapshot,
        places.map(({ id }) => id),
      );
      const byId = new Map(missesOf(found, terms).map((miss) => [miss.item.itemId, miss]));
      yield places.flatMap(({ id }) => byId.get(id) ?? []);
    }
  }

  async function* byFinish(after: Place | undefined, size: number) {
    for await (const rows of pages(after, size)) yield missesOf(rows, terms);
  }

  async function* byDeadline(after: Place | undefined, size: number) {
    const promised = await loadOutlook(snapshot, stream, range, terms, now);
    const rest = promised.filter(({ deadline, item }) =>
      isAfter({ value: deadline.at, id: item.itemId }, after, 'ascending'),
    );
    yield* chunksOf(rest, size);
  }

  const columns = promisedColumns[which];
  return {
    head: {
      ...rangeEnvelope(stream, range),
      definitions: { rows: which, order: ORDERS[order], at: formatInstant(now) },
    },
    rowsAs: 'items',
    pinned: { from: formatInstant(range.from), to: formatInstant(range.to) },
    csv: { ...csvOfRange(`sla-${which}`, stream, range), columns },
    placeOf: ({ item, deadline, lateByUs }) => {
      if (order === 'deadline') return { value: deadline.at, id: item.itemId };
      const value = order === 'latest' ? lateByUs : (item as FinishedItemRow).finishedAt;
      return { value: value as number, id: item.itemId };
    },
    fieldsOf: (promised) => promisedFields(promised, stream.queues),
    cellsOf: (promised) => cellsOf(columns, promisedFields(promised, stream.queues)),
    chunks: { finished: byFinish, latest: byLateness, deadline: byDeadline }[order],
  };
}

function missesOf(rows: readonly FinishedItemRow[], terms: SlaTerms): Promised[] {
  return rows.flatMap((item) => {
    const { verdict, deadline } = verdictOf(item, terms);
    if (verdict !== 'miss') return [];
    return [
      { item, state: 'missed', deadline, lateByUs: item.finishedAt - deadline.at, expectedFinishAt: null },
    ];
  });
}
