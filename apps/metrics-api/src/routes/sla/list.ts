import { formatInstant, resolveRange, type SlaMiss, type SlaTerms, verdictOf } from '@kanban/domain';
import { askedAt } from '../../answer/asked-at.ts';
import type { RangeQuery } from '../../answer/asked-stream.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { chunksOf, isAfter, type List, type Place } from '../../answer/list.ts';
import { cellsOf } from '../../answer/table.ts';
import type { Deps } from '../../deps.ts';
import type { FinishedItemRow } from '../../load/finished-items.ts';
import { finishedPages } from '../../load/finished-page.ts';
import { type FinishedPromise, loadFinishedPromises } from '../../load/finished-promises.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import { type Promised, promisedColumns, promisedFields } from './fields.ts';
import { loadOutlook } from './outlook.ts';
import { loadSlaTerms } from './terms.ts';
import { missed, withDetails, worstFirst } from './worst-misses.ts';

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
  const { stream, now, at } = await askedAt(snapshot, deps, query);
  const { from, to, timeZone = stream.timeZone } = query;
  const range = resolveRange({ from, to, timeZone, now });
  const { rows: which } = query;
  const order = which === 'open' ? 'deadline' : (query.sort ?? 'finished');
  const { terms } = await loadSlaTerms(snapshot, stream);

  async function* byLateness(after: Place | undefined, size: number) {
    const found = await loadFinishedPromises(snapshot, stream.id, range);
    const ranked = worstFirst(missesOf(found, terms)).filter((miss) =>
      isAfter({ value: miss.lateByUs, id: miss.item.itemId }, after, 'descending'),
    );
    for await (const misses of chunksOf(ranked, Math.min(size, CHUNK))) yield withDetails(snapshot, misses);
  }

  async function* byFinish(after: Place | undefined, size: number) {
    const how = { after, size: Math.min(size, CHUNK) };
    for await (const rows of finishedPages(snapshot, stream.id, range, how))
      yield missesOf(rows, terms).map(missed);
  }

  async function* byDeadline(after: Place | undefined, size: number) {
    const { inDanger } = await loadOutlook(snapshot, stream, at);
    const rest = inDanger.filter(({ deadline, item }) =>
      isAfter({ value: deadline.at, id: item.itemId }, after, 'ascending'),
    );
    yield* chunksOf(rest, size);
  }

  const columns = promisedColumns[which];
  return {
    head: {
      ...rangeEnvelope(stream, range),
      definitions: { rows: which, order: ORDERS[order], at: formatInstant(at) },
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

function missesOf<Item extends FinishedPromise>(rows: readonly Item[], terms: SlaTerms): SlaMiss<Item>[] {
  return rows.flatMap((item) => {
    const { verdict, deadline } = verdictOf(item, terms);
    return verdict === 'miss' ? [{ item, deadline, lateByUs: item.finishedAt - deadline.at }] : [];
  });
}
