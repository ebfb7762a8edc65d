import { type Cell, duration, instant } from '../../answer/column.ts';
import { percentileColumn } from '../../answer/percentile-fields.ts';
import type { OverTime } from './over-time.ts';

/** A row per interval, a column per percentile. */
export function intervalColumns(percentiles: readonly number[]) {
  return [
    ...[instant('start'), instant('end'), 'label', 'isComplete', 'sampleSize', duration('meanMs')],
    ...percentiles.map((percentile) => duration(percentileColumn(percentile))),
  ];
}

export function intervalCells(interval: OverTime['intervals'][number]): Cell[] {
  const { start, end, label, isComplete, sampleSize, meanMs, percentiles } = interval;
  return [
    start,
    end,
    label,
    isComplete,
    sampleSize,
    meanMs,
    ...percentiles.map(({ leadTimeMs }) => leadTimeMs),
  ];
}
