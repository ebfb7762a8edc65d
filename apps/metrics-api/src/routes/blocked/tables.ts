import { type Column, duration } from '../../answer/column.ts';
import type { CsvTable } from '../../answer/csv.ts';
import { cellsOf } from '../../answer/table.ts';
import type { figuresOf } from './fields.ts';

type Figures = ReturnType<typeof figuresOf>;

const COST = ['blocks', duration('blockedMs'), 'share'] as const;
const LISTS = {
  reasons: ['reason', 'items', ...COST, duration('medianMs')],
  queues: ['queue', ...COST],
  clusters: ['key', ...COST, 'cumulativeShare'],
} as const;

export type BlockedRows = keyof typeof LISTS;

/** A list of the answer; with groups that of each of them, and their names in the first column. */
export function blockedTable(
  csv: Pick<CsvTable, 'name' | 'timeZone'>,
  list: BlockedRows,
  { groups, ...all }: Figures & { groups: ({ group: string | null } & Figures)[] },
  isSplit: boolean,
): CsvTable {
  const columns: readonly Column[] = LISTS[list];
  const rowsOf = (figures: Figures) =>
    (figures[list] as Record<string, string | number | null>[]).map((row) => cellsOf(columns, row));
  if (!isSplit) return { ...csv, columns, rows: rowsOf(all) };
  const rows = groups.flatMap((group) => rowsOf(group).map((row) => [group.group, ...row]));
  return { ...csv, columns: ['group', ...columns], rows };
}
