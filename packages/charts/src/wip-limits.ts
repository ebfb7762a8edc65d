import { largest } from '@kanban/domain/extremes';
import { behind } from './behind.ts';
import type { Chart, Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { countOf, formatCount } from './format/numbers.ts';
import { zonedDates } from './format/zoned-dates.ts';
import { framed, timeAxis } from './frame.ts';
import { intervalNoun } from './interval-bars.ts';
import { type LimitedQueue, type LimitsAnswer, limitedQueues, recordedSince } from './limits-then.ts';
import { limitsWords } from './words/limits.ts';

/** As many rows as can be read. */
const MOST_ROWS = 12;
/** Of the height of a row: the rest parts it from the next. */
const FILLED = 0.78;

/** Rows with one scale, a limited queue each: how full it was, and the limit that held then. */
export const wipLimits: Chart<LimitsAnswer> = {
  id: 'wip-limits',
  asks: 'cumulativeFlow',
  csv: { table: 'Cumulative flow', words: 'the items in each queue' },
  height: 340,
  question: 'Do we keep to our limits?',
  emptyText: 'No queue with a limit held an item in this range.',
  subtitle(answer) {
    const all = limitedQueues(answer);
    const cut =
      all.length > MOST_ROWS ? `; the ${MOST_ROWS} fullest of ${all.length} queues with a limit` : '';
    const assumed =
      recordedSince(answer, all) === null ? '' : '; thin: before limits were recorded, the first one';
    return `Items in each queue at the end of each ${intervalNoun(answer.points)}; the line is the limit that held then${assumed}${cut}`;
  },
  isEmpty: (answer) => !limitedQueues(answer).some(({ points }) => points.some(({ items }) => items > 0)),

  summary: limitsWords,

  spec(answer, look) {
    const dates = zonedDates(answer.timeZone);
    const rows = rowsOf(answer);
    const most = largest(
      rows.flatMap(({ points }) => points.flatMap(({ items, limit }) => [items, limit ?? 0])),
      1,
    );
    const height = (items: number) => (items / most) * FILLED;
    const baseOf = (n: number) => rows.length - 1 - n;
    const values = rows.flatMap(({ name, points }, n) =>
      points.map(({ from, to, items, limit, isAssumed }) => ({
        from: dates.wallClock(from),
        to: dates.wallClock(to),
        bottom: baseOf(n),
        top: baseOf(n) + height(items),
        limit: limit === null ? null : baseOf(n) + height(limit),
        isAssumed,
        state: isAssumed || limit === null || items < limit ? 'free' : items > limit ? 'over' : 'full',
        ...(items > 0 && {
          behind: behind('workItems', `${countOf(items, 'item')} in ${name}: ${dates.dateTime(to)}`, {
            queue: name,
            at: to,
          }),
        }),
        tip: [
          ['', `${name}, ${dates.dateTime(to)}`],
          ['Items', formatCount(items)],
          ['Limit then', isAssumed ? 'not recorded' : limit === null ? 'none' : formatCount(limit)],
        ] satisfies Tip,
      })),
    );
    const x = {
      field: 'from',
      ...timeAxis(look, [dates.wallClock(answer.from), dates.wallClock(answer.to)]),
    };
    const scale = { domain: [0, Math.max(1, rows.length)], nice: false };
    const y = (field: string) => ({ field, type: 'quantitative', scale, axis: null });
    const tooltip = { field: 'tip', type: 'nominal' };
    const text = { type: 'text', baseline: 'bottom', fontSize: 12 * look.text };
    return framed(look, {
      data: { name: 'points', values },
      layer: [
        {
          name: 'items',
          mark: { type: 'rect', cursor: 'pointer' },
          encoding: {
            x,
            x2: { field: 'to' },
            y: y('bottom'),
            y2: { field: 'top' },
            color: {
              condition: [
                { test: "datum.state === 'over'", value: look.tone(TONES.bad) },
                { test: "datum.state === 'full'", value: look.tone(TONES.main) },
              ],
              value: look.tone(TONES.mainPale),
            },
            tooltip,
          },
        },
        {
          name: 'limits',
          transform: [{ filter: 'isValid(datum.limit)' }],
          mark: { type: 'rule', color: look.tone(TONES.line) },
          encoding: {
            x,
            x2: { field: 'to' },
            y: y('limit'),
            strokeWidth: { condition: { test: 'datum.isAssumed', value: 0.75 }, value: 2 },
            tooltip,
          },
        },
        {
          name: 'names',
          data: { name: 'names', values: rows.map(({ name }, n) => ({ name, base: baseOf(n) })) },
          mark: { ...text, align: 'right', dx: -8, limit: 100, color: look.tone(TONES.ink) },
          encoding: { x: { value: 0 }, y: y('base'), text: { field: 'name' } },
        },
        {
          name: 'counts',
          data: { name: 'counts', values: rows.map((row, n) => ({ count: lastOf(row), base: baseOf(n) })) },
          mark: { ...text, align: 'left', dx: 8, fontWeight: 600, color: look.tone(TONES.ink) },
          encoding: { x: { value: 'width' }, y: y('base'), text: { field: 'count' } },
        },
      ],
    });
  },

  table(answer) {
    const dates = zonedDates(answer.timeZone);
    const queues = limitedQueues(answer);
    return {
      columns: [{ title: 'State at' }, ...queues.map(({ name }) => ({ title: name, isNumber: true }))],
      rows: answer.points.map(({ at }, n) => [dates.dateTime(at), ...queues.map((row) => countAt(row, n))]),
    };
  },
};

/** In the order of flow; where there are too many, those that were fullest at some time. */
function rowsOf(answer: LimitsAnswer): LimitedQueue[] {
  const all = limitedQueues(answer);
  const fullness = ({ points }: LimitedQueue) =>
    largest(
      points.map(({ items, limit }) => (limit === null ? 0 : items / Math.max(1, limit))),
      0,
    );
  const fullest = new Set(all.toSorted((a, b) => fullness(b) - fullness(a)).slice(0, MOST_ROWS));
  return all.filter((queue) => fullest.has(queue));
}

function lastOf(row: LimitedQueue): string {
  return countAt(row, row.points.length - 1);
}

/** `5 of 3`. */
function countAt({ points }: LimitedQueue, n: number): string {
  const point = points[n];
  if (!point) return '';
  return point.limit === null
    ? formatCount(point.items)
    : `${formatCount(point.items)} of ${formatCount(point.limit)}`;
}
