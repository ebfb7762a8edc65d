import { formatInstant } from '@kanban/domain';
import { duration, instant } from '../../answer/column.ts';
import { echoOf } from '../../answer/echo.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { groupedList } from '../../answer/grouped-list.ts';
import { chunksOf, isAfter, type List } from '../../answer/list.ts';
import { resolvedRange } from '../../answer/past-range.ts';
import { cellsOf } from '../../answer/table.ts';
import type { Deps } from '../../deps.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import { intervalFields, type NamedInterval } from './fields.ts';
import { type BlockedQuery, readBlocked } from './read.ts';
import { wordsOf } from './words.ts';

const COLUMNS = [
  'reference',
  'queue',
  'reason',
  instant('blockedAt'),
  instant('unblockedAt'),
  duration('durationMs'),
  'blockedBy',
  'unblockedBy',
] as const;

/** Blocks while in progress, in the order in which they began. */
export async function intervalsList(
  snapshot: Snapshot,
  deps: Deps,
  route: Parameters<typeof echoOf>[0],
  query: BlockedQuery,
): Promise<List<NamedInterval>> {
  const { stream, at, range, items, blockedOf } = await readBlocked(snapshot, deps, query);
  const byId = new Map(items.map((item) => [item.itemId, item]));
  const placeOf = ({ block }: NamedInterval) => ({ value: block.blockedAt, id: block.id });
  const rows = blockedOf(items)
    .intervals.map((interval) => ({ ...interval, reference: byId.get(interval.itemId)?.reference ?? '' }))
    .sort((a, b) => a.block.blockedAt - b.block.blockedAt || a.block.id - b.block.id);
  const list: List<NamedInterval> = {
    head: {
      ...rangeEnvelope(stream, range),
      at: formatInstant(at),
      parameters: echoOf(route, query, resolvedRange(at, range)),
      definitions: wordsOf(query.clock),
    },
    rowsAs: 'intervals',
    pinned: { from: formatInstant(range.from), to: formatInstant(range.to), at: formatInstant(at) },
    csv: { ...csvOfRange('blocked-intervals', stream, range), columns: COLUMNS },
    placeOf,
    fieldsOf: (row) => intervalFields(row, stream.queues),
    cellsOf: (row) => cellsOf(COLUMNS, intervalFields(row, stream.queues)),
    chunks: (after, size) =>
      chunksOf(
        rows.filter((row) => isAfter(placeOf(row), after, 'ascending')),
        size,
      ),
  };
  const nobody = { type: null, classOfService: null, assignee: null, parent: null };
  return groupedList(list, query, ({ itemId }) => byId.get(itemId) ?? nobody);
}
