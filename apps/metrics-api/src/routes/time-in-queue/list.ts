import { formatInstant, type ItemTimes } from '@kanban/domain';
import { duration } from '../../answer/column.ts';
import { echoOf } from '../../answer/echo.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { groupedList } from '../../answer/grouped-list.ts';
import { chunksOf, isAfter, type List } from '../../answer/list.ts';
import { resolvedRange } from '../../answer/past-range.ts';
import { cellsOf } from '../../answer/table.ts';
import type { Deps } from '../../deps.ts';
import type { ItemIn } from '../../load/items-in.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import { itemFields, visitFields } from './fields.ts';
import { readTimeInQueue, type TimeInQueueQuery } from './read.ts';
import { ITEMS, VISITS } from './tables.ts';
import { wordsOf } from './words.ts';

type Times = ItemTimes<ItemIn>;
type VisitRow = { item: ItemIn; visit: ReturnType<typeof visitFields>[number] };

/** Items with where their time went. */
export async function timesList(
  snapshot: Snapshot,
  deps: Deps,
  route: Parameters<typeof echoOf>[0],
  query: TimeInQueueQuery & { sort?: 'item' | 'longest' },
): Promise<List<Times>> {
  const { stream, at, range, items, timesOf } = await readTimeInQueue(snapshot, deps, query);
  const isByTime = query.sort === 'longest';
  const placeOf = ({ item, totalUs }: Times) => ({ value: isByTime ? totalUs : 0, id: item.itemId });
  const rows = timesOf(items).items.toSorted(
    (a, b) => placeOf(b).value - placeOf(a).value || a.item.itemId - b.item.itemId,
  );
  const { queues } = stream;
  const list: List<Times> = {
    head: {
      ...rangeEnvelope(stream, range),
      at: formatInstant(at),
      parameters: echoOf(route, query, resolvedRange(at, range)),
      definitions: wordsOf(query),
    },
    rowsAs: 'items',
    pinned: { from: formatInstant(range.from), to: formatInstant(range.to), at: formatInstant(at) },
    csv: {
      ...csvOfRange('time-in-queue-items', stream, range),
      columns: [...ITEMS, ...queues.map(({ name }) => duration(`inQueueMs:${name}`))],
    },
    placeOf,
    fieldsOf: (times) => itemFields(times, queues),
    cellsOf: (times) => {
      const fields = itemFields(times, queues);
      return [...cellsOf(ITEMS, fields), ...queues.map(({ name }) => fields.queues[name] ?? 0)];
    },
    chunks: (after, size) =>
      chunksOf(
        rows.filter((row) => isAfter(placeOf(row), after, 'descending')),
        size,
      ),
  };
  return groupedList(list, query, ({ item }) => item);
}

/** Their visits one by one: for CSV alone. */
export async function visitsList(
  snapshot: Snapshot,
  deps: Deps,
  query: TimeInQueueQuery,
): Promise<List<VisitRow>> {
  const { stream, range, items, timesOf } = await readTimeInQueue(snapshot, deps, query);
  const times = timesOf(items).items;
  const list: List<VisitRow> = {
    head: {},
    rowsAs: 'visits',
    csv: { ...csvOfRange('time-in-queue-visits', stream, range), columns: VISITS },
    placeOf: () => ({ value: 0, id: 0 }),
    fieldsOf: ({ visit }) => visit,
    cellsOf: ({ visit }) => cellsOf(VISITS, visit),
    async *chunks(_, size) {
      for await (const some of chunksOf(times, size))
        yield some.flatMap((each) =>
          visitFields(each, stream.queues).map((visit) => ({ item: each.item, visit })),
        );
    },
  };
  return groupedList(list, query, ({ item }) => item);
}
