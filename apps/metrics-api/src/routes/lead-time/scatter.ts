import { MOST_MARKS } from '@kanban/api/contracts';
import { DAY, formatInstant, type MeasuredItem, type Range } from '@kanban/domain';
import { askedFinished, askedFinishedPages, isPlain } from '../../answer/asked-finished.ts';
import type { RangeAt } from '../../answer/asked-range-at.ts';
import { milliseconds } from '../../answer/envelope.ts';
import { type FinishedTimes, loadFinishedTimes } from '../../load/finished-times.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import { itemOf, microseconds } from './items.ts';
import { timerOf } from './sample.ts';
import type { TimingQuery } from './timing-query.ts';

interface ScatterQuery extends TimingQuery {
  /** `120x50`: columns of time, rows of durations. */
  cells: string;
}

/** Items one by one in the order of finishing; more than a chart has room for, in cells with counts. */
export async function loadScatter(
  snapshot: Snapshot,
  asked: RangeAt,
  query: ScatterQuery,
  sampleSize: number,
) {
  const { timed } = timerOf(snapshot, asked, query);
  const { stream, range } = asked;
  if (sampleSize > MOST_MARKS) {
    const times: readonly FinishedTimes[] = isPlain(query)
      ? await loadFinishedTimes(snapshot, stream.id, range)
      : await askedFinished(snapshot, asked, query);
    const [columns = 1, rows = 1] = query.cells.split('x').map(Number);
    const measured: MeasuredItem<FinishedTimes>[] = [];
    for await (const chunk of timed(times)) for (const each of chunk) measured.push(each);
    return { shows: 'cells' as const, items: [], cells: cellsOf(measured, range, { columns, rows }, query) };
  }
  const items = [];
  const pages = askedFinishedPages(snapshot, asked, query, { size: MOST_MARKS });
  for await (const page of pages) {
    for await (const chunk of timed(page)) for (const each of chunk) items.push(itemOf(each, query.dayCount));
  }
  return { shows: 'items' as const, items, cells: [] };
}

/** Cells of one size from the start of the range and from 0; a day is the least height where days are counted. */
function cellsOf(
  measured: readonly MeasuredItem<FinishedTimes>[],
  { from, to }: Range,
  { columns, rows }: { columns: number; rows: number },
  { dayCount }: TimingQuery,
) {
  const longest = measured.reduce(
    (most, { duration }) => Math.max(most, microseconds(duration, dayCount)),
    0,
  );
  const width = Math.ceil((to - from) / columns);
  const least = dayCount === 'inclusive' ? DAY : 1;
  const height = Math.ceil((longest + 1) / rows / least) * least;
  const counts = new Map<number, number>();
  for (const { item, duration } of measured) {
    const column = Math.floor((item.finishedAt - from) / width);
    const cell = column * rows + Math.max(0, Math.floor(microseconds(duration, dayCount) / height));
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([cell, count]) => {
      const [column, row] = [Math.floor(cell / rows), cell % rows];
      return {
        from: formatInstant(from + column * width),
        to: formatInstant(Math.min(to, from + (column + 1) * width)),
        fromMs: milliseconds(row * height),
        toMs: milliseconds((row + 1) * height),
        count,
      };
    });
}
