import { type Cell, type Column, duration, instant, nameOf } from '../../answer/column.ts';
import type { CsvTable } from '../../answer/csv.ts';
import { cellsOf } from '../../answer/table.ts';
import type { figuresOf } from './fields.ts';

type Figures = ReturnType<typeof figuresOf>;

const DAYS = ['totalAgeDays', 'averageAgeDays', 'meanCycleTimeDays'] as const;
const INTERVALS = [
  instant('start'),
  instant('end'),
  'label',
  'isComplete',
  'arrivals',
  'departures.finished',
  'departures.dropped',
  'netFlow',
  'throughput',
  'wip',
  'averageWip',
  'maxWip',
  duration('totalAgeMs'),
  duration('averageAgeMs'),
  duration('approximateCycleTimeMs'),
  duration('meanCycleTimeMs'),
  duration('flowDebtMs'),
] as const;
const HISTOGRAM = ['throughput', 'intervals'] as const;

/** Intervals or the histogram; with groups those of each of them, and their names in the first column. */
export function flowTable(
  csv: Pick<CsvTable, 'name' | 'timeZone'>,
  rows: 'intervals' | 'histogram',
  { groups, ...all }: Figures & { groups: ({ group: string | null } & Figures)[] },
  { isSplit, isInDays }: { isSplit: boolean; isInDays: boolean },
): CsvTable {
  const intervals: readonly Column[] = isInDays ? [...INTERVALS, ...DAYS] : INTERVALS;
  const columns = rows === 'intervals' ? intervals : HISTOGRAM;
  const cells = (figures: Figures) =>
    rows === 'histogram'
      ? figures.histogram.map((row) => cellsOf(HISTOGRAM, row))
      : figures.intervals.map(({ departures, reasons: _, ...row }) => {
          const flat: Record<string, Cell> = {
            ...row,
            'departures.finished': departures.finished,
            'departures.dropped': departures.dropped,
          };
          return intervals.map((column) => flat[nameOf(column)]);
        });
  if (!isSplit) return { ...csv, columns, rows: cells(all) };
  const split = groups.flatMap((group) => cells(group).map((row) => [group.group, ...row]));
  return { ...csv, columns: ['group', ...columns], rows: split };
}
