import { workItemsRoute } from '@kanban/api/contracts';
import { formatInstant, localDate, queuesById, resolveTimeZone } from '@kanban/domain';
import { askedAt } from '../../answer/asked-at.ts';
import { CLOCK_WORDS } from '../../answer/asked-clock.ts';
import { echoOf } from '../../answer/echo.ts';
import { presentEnvelope } from '../../answer/envelope.ts';
import { refusal, shortened } from '../../answer/invalid-parameter.ts';
import { chunksOf, isAfter, type List, type Place } from '../../answer/list.ts';
import { cellsOf } from '../../answer/table.ts';
import type { Deps } from '../../deps.ts';
import { inChunks } from '../../load/in-chunks.ts';
import { loadPlaces } from '../../load/places.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import type { Stream } from '../../load/stream.ts';
import { loadWaitsFor } from '../../load/waits-for.ts';
import { OUTLOOK_WORDS } from '../../outlook/fields.ts';
import { VERSION, WORDS } from '../ageing/words.ts';
import { OPEN_COLUMNS, openFields } from './open-fields.ts';
import { type OpenItemRow, type OpenItemsQuery, readOpenItems } from './open-items.ts';

type Sort = 'age' | 'timeInQueue' | 'entered' | 'deadline';

interface Query extends OpenItemsQuery {
  stream: string;
  timeZone?: string | undefined;
  at?: string | undefined;
  sort: Sort;
}

/** Later than all instants there are: those without a deadline come last. */
const NEVER = 9e16;

const VALUES: Record<Sort, (row: OpenItemRow) => number> = {
  age: ({ ageUs }) => ageUs ?? -1,
  timeInQueue: ({ aged }) => aged.timeInQueueUs,
  entered: ({ item }) => item.enteredAt,
  deadline: ({ outlook }) => outlook.deadline?.at ?? NEVER,
};

/** Open items in the order asked for. Throws Refused and InvalidInput. */
export async function openList(snapshot: Snapshot, deps: Deps, query: Query): Promise<List<OpenItemRow>> {
  const { stream, at } = await askedAt(snapshot, deps, query);
  checkQueue(stream, query.queue);
  const timeZone = resolveTimeZone(query.timeZone ?? stream.timeZone);
  const direction = query.sort === 'age' || query.sort === 'timeInQueue' ? 'descending' : 'ascending';
  const sign = direction === 'ascending' ? 1 : -1;
  const rankOf = VALUES[query.sort];
  const rows = await readOpenItems(snapshot, stream, at, query);
  rows.sort((a, b) => sign * (rankOf(a) - rankOf(b)) || a.item.itemId - b.item.itemId);
  const placeOf = (row: OpenItemRow): Place => ({ value: rankOf(row), id: row.item.itemId });
  const context = {
    queues: queuesById(stream.queues),
    places: await loadPlaces(snapshot, [...new Set(rows.map(({ item }) => item.queueId))]),
    waitsFor: await inChunks(
      rows.map(({ item }) => item.reference),
      (some) => loadWaitsFor(snapshot, some),
    ),
  };
  const fieldsOf = (row: OpenItemRow) => openFields(row, context);
  return {
    head: {
      ...presentEnvelope(stream, timeZone),
      at: formatInstant(at),
      parameters: echoOf(workItemsRoute, query, { at: formatInstant(at), timeZone }),
      definitions: {
        version: VERSION,
        population: 'items neither finished nor dropped at the instant looked at',
        age: WORDS.age[query.measure],
        clock: CLOCK_WORDS[query.clock],
        pace: WORDS.pace,
        ...OUTLOOK_WORDS,
      },
    },
    rowsAs: 'items',
    pinned: { at: formatInstant(at) },
    csv: { name: ['open-items', stream.name, localDate(at, timeZone)], timeZone, columns: OPEN_COLUMNS },
    placeOf,
    fieldsOf,
    cellsOf: (row) => cellsOf(OPEN_COLUMNS, fieldsOf(row)),
    chunks: (after, size) =>
      chunksOf(
        rows.filter((row) => isAfter(placeOf(row), after, direction)),
        size,
      ),
  };
}

function checkQueue({ queues }: Stream, queue: string | undefined): void {
  if (queue === undefined || queues.some(({ name }) => name === queue)) return;
  const allowed = queues.map(({ name }) => name).join(', ') || 'nothing, as the stream has no queues';
  throw refusal('queue', `"${shortened(queue)}" is no queue of this stream`, allowed);
}
