import type { FilteredFields } from '@kanban/domain';
import type { FilterQuery } from './asked-items.ts';
import type { List } from './list.ts';

/** A list whose CSV has the group of each row in its first column, if groups were asked for; the order stays. */
export function groupedList<Row>(
  list: List<Row>,
  { splitBy }: Pick<FilterQuery, 'splitBy'>,
  itemOf: (row: Row) => FilteredFields,
): List<Row> {
  if (splitBy === undefined) return list;
  return {
    ...list,
    csv: { ...list.csv, columns: ['group', ...list.csv.columns] },
    cellsOf: (row) => [itemOf(row)[splitBy] || null, ...list.cellsOf(row)],
  };
}
