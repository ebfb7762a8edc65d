import { formatInstant } from '@kanban/domain';
import { askedFinishedPages, type FinishedQuery } from '../../answer/asked-finished.ts';
import { askedRangeAt } from '../../answer/asked-range-at.ts';
import type { RangeQuery } from '../../answer/asked-stream.ts';
import { echoOf } from '../../answer/echo.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { groupedList } from '../../answer/grouped-list.ts';
import { chunksOf, isAfter, type List, type Place } from '../../answer/list.ts';
import { resolvedRange } from '../../answer/past-range.ts';
import { cellsOf } from '../../answer/table.ts';
import type { Deps } from '../../deps.ts';
import type { FinishedItemRow } from '../../load/finished-items.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import { type Promised, promisedColumns, promisedFields } from './fields.ts';
import { loadOutlook } from './outlook.ts';
import { missesOf, promisesIn, toldOf } from './read.ts';
import { loadSlaTerms } from './terms.ts';
import { missed, worstFirst } from './worst-misses.ts';

interface SlaListQuery extends RangeQuery, FinishedQuery {
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
export async function slaList(
  snapshot: Snapshot,
  deps: Deps,
  route: Parameters<typeof echoOf>[0],
  query: SlaListQuery,
): Promise<List<Promised>> {
  const asked = await askedRangeAt(snapshot, deps, { ...query, clock: 'elapsed' });
  const { stream, range, at } = asked;
  const { rows: which } = query;
  const order = which === 'open' ? 'deadline' : (query.sort ?? 'finished');
  const { terms } = await loadSlaTerms(snapshot, stream);

  async function* byLateness(after: Place | undefined, size: number) {
    const found = await promisesIn(snapshot, asked, range, query);
    const ranked = worstFirst(missesOf(found, terms)).filter((miss) =>
      isAfter({ value: miss.lateByUs, id: miss.item.itemId }, after, 'descending'),
    );
    for await (const misses of chunksOf(ranked, Math.min(size, CHUNK)))
      yield toldOf(snapshot, stream.id, misses, query);
  }

  async function* byFinish(after: Place | undefined, size: number) {
    const how = { after, size: Math.min(size, CHUNK) };
    for await (const rows of askedFinishedPages(snapshot, asked, query, how))
      yield missesOf(rows, terms).map(missed);
  }

  async function* byDeadline(after: Place | undefined, size: number) {
    const { inDanger } = await loadOutlook(snapshot, stream, at, query);
    const rest = inDanger.filter(({ deadline, item }) =>
      isAfter({ value: deadline.at, id: item.itemId }, after, 'ascending'),
    );
    yield* chunksOf(rest, size);
  }

  const columns = promisedColumns[which];
  const list: List<Promised> = {
    head: {
      ...rangeEnvelope(stream, range),
      at: formatInstant(at),
      parameters: echoOf(route, query, resolvedRange(at, range)),
      definitions: { version: 1, rows: which, order: ORDERS[order], at: formatInstant(at) },
    },
    rowsAs: 'items',
    pinned: {
      from: formatInstant(range.from),
      to: formatInstant(range.to),
      ...(query.at !== undefined && { at: formatInstant(at) }),
    },
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
  return groupedList(list, query, ({ item }) => item);
}
