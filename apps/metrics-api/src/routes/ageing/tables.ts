import type { AnswerTo } from '@kanban/api';
import { duration, instant } from '../../answer/column.ts';
import type { CsvTable } from '../../answer/csv.ts';
import { percentileColumn } from '../../answer/percentile-fields.ts';
import { tableOf } from '../../answer/table.ts';
import type { agedFields } from './fields.ts';

const ITEM = [
  'reference',
  'shortDesc',
  'type',
  'classOfService',
  'assignee',
  'queue',
  instant('enteredAt'),
  instant('committedAt'),
  instant('enteredQueueAt'),
  duration('ageMs'),
  duration('timeInQueueMs'),
  duration('blockedMs'),
  'isBlocked',
  'isStalled',
  'movedBack',
  'paceShare',
  'exceeds',
] as const;

type Named = Pick<CsvTable, 'name' | 'timeZone'>;

/** Every item, however many. */
export function itemTable(csv: Named, items: readonly ReturnType<typeof agedFields>[]): CsvTable {
  return tableOf(csv, ITEM, items);
}

/** A row per queue, a column per percentile. */
export function paceTable(
  csv: Named,
  stages: AnswerTo<'/v1/ageing'>['stages'],
  percentiles: readonly number[],
): CsvTable {
  const lines = percentiles.map((percentile) => duration(percentileColumn(percentile)));
  return {
    ...csv,
    columns: ['queue', 'kind', 'wipLimit', 'itemCount', ...lines, 'sampleSize'],
    rows: stages.map(({ queue, kind, wipLimit, itemCount, pace }) => [
      queue,
      kind,
      wipLimit,
      itemCount,
      ...percentiles.map((_, place) => pace?.[place]?.ageMs ?? null),
      pace?.[0]?.sampleSize ?? 0,
    ]),
  };
}
