import { duration, instant } from '../../answer/column.ts';
import type { CsvTable } from '../../answer/csv.ts';
import { percentileColumn } from '../../answer/percentile-fields.ts';
import { cellsOf } from '../../answer/table.ts';
import type { figuresOf } from './fields.ts';

type Figures = ReturnType<typeof figuresOf>;

const BEFORE = [
  'queue',
  'kind',
  'visits',
  'items',
  'returns',
  duration('totalMs'),
  duration('meanMs'),
] as const;
const AFTER = [
  'share',
  duration('blockedMs'),
  'averageItems',
  'arrivals',
  'departures',
  'growth',
  duration('heldMs'),
  'heldShare',
  'waitShare',
  'isGrowing',
  'wipLevel85',
] as const;

/** A row a queue; with groups a row a queue of each of them, and their names in the first column. */
export function queueTable(
  csv: Pick<CsvTable, 'name' | 'timeZone'>,
  { groups, ...all }: Figures & { groups: ({ group: string | null } & Figures)[] },
  percentiles: readonly number[],
  isSplit: boolean,
): CsvTable {
  const rowsOf = ({ queues }: Figures) =>
    queues.map((queue) => [
      ...cellsOf(BEFORE, queue),
      ...queue.percentiles.map(({ totalMs }) => totalMs),
      ...cellsOf(AFTER, queue),
    ]);
  const columns = [...BEFORE, ...percentiles.map((p) => duration(percentileColumn(p))), ...AFTER];
  if (!isSplit) return { ...csv, columns, rows: rowsOf(all) };
  const rows = groups.flatMap((group) => rowsOf(group).map((row) => [group.group, ...row]));
  return { ...csv, columns: ['group', ...columns], rows };
}

export const VISITS = [
  'reference',
  'queue',
  instant('from'),
  instant('to'),
  duration('timeMs'),
  duration('blockedMs'),
] as const;

export const ITEMS = [
  'reference',
  'shortDesc',
  'type',
  'classOfService',
  'assignee',
  instant('committedAt'),
  instant('finishedAt'),
  duration('totalMs'),
  duration('activeMs'),
  duration('waitingMs'),
  duration('blockedMs'),
  'efficiency',
] as const;
