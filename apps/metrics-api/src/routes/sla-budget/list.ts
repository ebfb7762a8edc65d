import { formatInstant, queuesById, resolveRange } from '@kanban/domain';
import { askedAt } from '../../answer/asked-at.ts';
import type { RangeQuery } from '../../answer/asked-stream.ts';
import { echoOf } from '../../answer/echo.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { chunksOf, isAfter, type List, type Place } from '../../answer/list.ts';
import { resolvedRange } from '../../answer/past-range.ts';
import { cellsOf } from '../../answer/table.ts';
import type { Deps } from '../../deps.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import { DECISION_COLUMNS, decisionFields, OPEN_COLUMNS, openPromiseFields } from './fields.ts';
import { type BudgetItems, type BudgetQuery, type OpenPromiseRow, readBudgetItems } from './read.ts';
import { WORDS } from './words.ts';

interface Query extends RangeQuery, BudgetQuery {
  at?: string | undefined;
  rows: 'open' | 'decisions';
}

type Row = OpenPromiseRow | BudgetItems['decisions'][number];

const isOpen = (row: Row): row is OpenPromiseRow => 'outlook' in row;

function placeOf(row: Row): Place {
  const value = isOpen(row) ? row.outlook.deadline.at : row.decidedAt;
  return { value, id: row.item.itemId };
}

/** Open promises by deadline, or the decisions of the range in their order. Throws Refused, InvalidInput and NoWorkingTime. */
export async function budgetList(
  snapshot: Snapshot,
  deps: Deps,
  query: Query,
  route: Parameters<typeof echoOf>[0],
): Promise<List<Row>> {
  const { stream, at } = await askedAt(snapshot, deps, query);
  const { from, to, timeZone = stream.timeZone, rows: which } = query;
  const range = resolveRange({ from, to, timeZone, now: at });
  const since = () => (which === 'open' ? at : Math.min(range.from, at));
  const { open, decisions } = await readBudgetItems(snapshot, stream, query, { since, at });
  const rows: readonly Row[] =
    which === 'open' ? open : decisions.filter(({ decidedAt }) => decidedAt < range.to);
  const queues = queuesById(stream.queues);
  return {
    head: {
      ...rangeEnvelope(stream, range),
      at: formatInstant(at),
      parameters: echoOf(route, query, resolvedRange(at, range)),
      definitions: WORDS,
    },
    rowsAs: 'items',
    pinned: { at: formatInstant(at), from: formatInstant(range.from), to: formatInstant(range.to) },
    csv: {
      ...csvOfRange(`sla-budget-${which}`, stream, range),
      columns: which === 'open' ? OPEN_COLUMNS : DECISION_COLUMNS,
    },
    placeOf,
    fieldsOf: (row) => (isOpen(row) ? openPromiseFields(row, queues) : decisionFields(row)),
    cellsOf: (row) =>
      isOpen(row)
        ? cellsOf(OPEN_COLUMNS, openPromiseFields(row, queues))
        : cellsOf(DECISION_COLUMNS, decisionFields(row)),
    chunks: (after, size) =>
      chunksOf(
        rows.filter((row) => isAfter(placeOf(row), after, 'ascending')),
        size,
      ),
  };
}
