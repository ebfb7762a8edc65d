import type { LeadTimeAnswer } from '@kanban/api';
import { largest } from '@kanban/domain/extremes';
import { formatDuration } from '@kanban/domain/text';
import { behind } from './behind.ts';
import type { ChartTable, Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { countOf, formatCount } from './format/numbers.ts';
import { type ZonedDates, zonedDates } from './format/zoned-dates.ts';
import type { timeAxis } from './frame.ts';
import { measureName } from './lead-time-words.ts';
import type { Look } from './look.ts';

/** Where the marks of the scatter stand. */
export interface Places {
  x: ReturnType<typeof timeAxis>;
  y: { type: 'quantitative'; scale: object; axis: object };
  unitMs: number;
  dates: ZonedDates;
}

/** Fainter than this a cell with one item would not be seen. */
const FAINTEST = 0.18;

/** A rectangle for each cell that holds any item, the darker the more. */
export function cellLayer(answer: LeadTimeAnswer, look: Look, { x, y, unitMs, dates }: Places) {
  const cells = answer.scatter?.cells ?? [];
  const most = largest(
    cells.map(({ count }) => count),
    1,
  );
  const values = cells.map((cell) => ({
    from: dates.wallClock(cell.from),
    to: dates.wallClock(cell.to),
    low: cell.fromMs / unitMs,
    high: cell.toMs / unitMs,
    behind: behind('leadTimeItems', countOf(cell.count, 'item'), {
      from: cell.from,
      to: cell.to,
      fromMs: cell.fromMs.toFixed(3),
      toMs: cell.toMs.toFixed(3),
    }),
    opacity: FAINTEST + (1 - FAINTEST) * Math.sqrt(cell.count / most),
    tip: [
      ['', `${formatCount(cell.count)} ${cell.count === 1 ? 'item' : 'items'}`],
      ['Finished', `${dates.dateTime(cell.from)} to ${dates.dateTime(cell.to)}`],
      [measureName(answer), `${formatDuration(cell.fromMs)} to ${formatDuration(cell.toMs)}`],
    ] satisfies Tip,
  }));
  return {
    name: 'cells',
    data: { name: 'cells', values },
    mark: { type: 'rect', color: look.tone(TONES.main), clip: true, cursor: 'pointer' },
    encoding: {
      x: { field: 'from', ...x },
      x2: { field: 'to' },
      y: { field: 'low', ...y },
      y2: { field: 'high' },
      opacity: { field: 'opacity', type: 'quantitative', scale: null, legend: null },
      tooltip: { field: 'tip', type: 'nominal' },
    },
  } as const;
}

export function cellTable(answer: LeadTimeAnswer): ChartTable {
  const dates = zonedDates(answer.timeZone);
  return {
    columns: [
      { title: 'Finished from' },
      { title: 'To' },
      { title: measureName(answer) },
      { title: 'Items', isNumber: true },
    ],
    rows: (answer.scatter?.cells ?? []).map(({ from, to, fromMs, toMs, count }) => [
      dates.dateTime(from),
      dates.dateTime(to),
      `${formatDuration(fromMs)} to ${formatDuration(toMs)}`,
      formatCount(count),
    ]),
  };
}
