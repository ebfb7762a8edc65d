import type { Queue } from '@kanban/domain';
import { instant } from '../../answer/column.ts';
import type { CsvTable } from '../../answer/csv.ts';
import { cellsOf, groupedTable } from '../../answer/table.ts';
import type { pointsOf } from './fields.ts';

interface Points {
  points: ReturnType<typeof pointsOf>;
}

/** A row a point; for each queue the items in it and those at or beyond it. */
export function flowTable(
  csv: Pick<CsvTable, 'name' | 'timeZone'>,
  flow: readonly Queue[],
  answer: Points & { groups: readonly (Points & { group: string | null })[] },
  isSplit: boolean,
): CsvTable {
  const columns = [
    instant('at'),
    'label',
    'isComplete',
    'arrivals',
    'finished',
    'dropped',
    'corrections',
  ] as const;
  const all = [...columns, ...flow.flatMap((queue) => [`${queue.name} items`, `${queue.name} atOrBeyond`])];
  return groupedTable(csv, all, answer, isSplit, ({ points }: Points) =>
    points.map((point) => [
      ...cellsOf(columns, point),
      ...point.queues.flatMap(({ items, atOrBeyond }) => [items, atOrBeyond]),
    ]),
  );
}
