import type { CumulativeFlowAnswer, CumulativeFlowPoint, QueueKind } from '@kanban/api';
import { largest, smallest } from '@kanban/domain/extremes';
import type { TopLevelSpec } from 'vega-lite';
import { type Chart, TITLE_ABOVE, type Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { countOf, formatCount } from './format/numbers.ts';
import { type ZonedDates, zonedDates } from './format/zoned-dates.ts';
import { framed, timeAxis } from './frame.ts';
import { flowTones, isNarrow, type Look } from './look.ts';
import { safeKey, shownKey } from './safe-key.ts';
import { pilesWords } from './words/flow.ts';

const FINISHED_KINDS: ReadonlySet<QueueKind> = new Set(['delivered', 'completed']);

/** More have no room beside the plot. */
const MOST_NAMES = 14;
const MOST_NAMES_ON_A_PHONE = 6;

/** How one of several beside one another is drawn. */
interface Beside {
  /** So many items its axis spans at least: as many as that of the others. */
  readonly span?: number;
  /** One legend is enough for all. */
  readonly hasLegend?: boolean;
}

export const cumulativeFlow: Chart<CumulativeFlowAnswer> = {
  id: 'cumulative-flow',
  asks: 'cumulativeFlow',
  csv: { table: 'Cumulative flow', words: 'the cumulative flow' },
  height: 380,
  question: 'Where does work pile up?',
  emptyText: 'No item had entered the stream by the end of this range.',
  subtitle: () => 'Cumulative flow: items at or beyond each queue. A band that widens is work piling up.',
  isEmpty: ({ points }) => points.every(({ arrivals }) => arrivals === 0),

  summary: pilesWords,

  spec: (answer, look) => flowSpec(answer, look),

  table({ queues, points, timeZone }) {
    const dates = zonedDates(timeZone);
    return {
      columns: [
        { title: 'State at' },
        ...queues.map(({ name }) => ({ title: name, isNumber: true })),
        ...['Arrived', 'Finished', 'Dropped'].map((title) => ({ title, isNumber: true })),
      ],
      rows: points.map((point) => [
        momentName(point, dates),
        ...point.queues.map(({ items }) => formatCount(items)),
        formatCount(point.arrivals),
        formatCount(point.finished),
        formatCount(point.dropped),
      ]),
    };
  },
};

export function flowSpec(
  answer: CumulativeFlowAnswer,
  look: Look,
  { span = 0, hasLegend = true }: Beside = {},
): TopLevelSpec {
  const dates = zonedDates(answer.timeZone);
  const keys = answer.queues.map(({ name }) => safeKey(name));
  const x = { field: 'at', ...timeAxis(look, [dates.wallClock(answer.from), dates.wallClock(answer.to)]) };
  const colours = flowTones(answer.queues.map(({ kind }) => kind)).map(look.tone);
  const bands = answer.points.flatMap((point) => bandsOf(point, dates.wallClock(point.at)));
  const domain = verticalDomain(answer, span);
  const isCrowded = keys.length > MOST_NAMES;
  // Edges that can be seen, whatever the band is filled with.
  const separator = { stroke: look.tone(TONES.inkSoft), strokeWidth: 0.6 };
  return framed(look, {
    layer: [
      {
        name: 'bands',
        data: { name: 'bands', values: bands },
        // One instant has no area: it is a column.
        mark:
          answer.points.length > 1
            ? { type: 'area', clip: true, line: false, ...separator }
            : { type: 'bar', clip: true, width: 48, ...separator },
        encoding: {
          x,
          y: {
            field: 'top',
            type: 'quantitative',
            stack: null,
            scale: { domain, nice: false },
            axis: {
              title: verticalTitle(domain),
              ...TITLE_ABOVE,
              titleX: -34,
              format: ',d',
              tickMinStep: 1,
            },
          },
          y2: { field: 'bottom' },
          color: {
            field: 'queue',
            type: 'nominal',
            scale: { domain: keys, range: colours },
            // Listed as the bands lie: the first queue on top, what is delivered at the bottom.
            legend: !hasLegend
              ? null
              : isCrowded
                ? crowdedLegend(answer, look)
                : isNarrow(look)
                  ? {
                      title: null,
                      orient: 'bottom',
                      columns: 3,
                      symbolType: 'square',
                      labelExpr: shownKey,
                      labelLimit: 90,
                    }
                  : {
                      title: 'Queues in flow order',
                      orient: 'right',
                      symbolType: 'square',
                      labelExpr: shownKey,
                      offset: 20,
                    },
          },
        },
      },
      {
        name: 'instants',
        data: { name: 'instants', values: answer.points.map((point) => instantOf(point, dates)) },
        params: [
          {
            name: 'pointed',
            select: {
              type: 'point',
              on: 'pointermove',
              clear: 'pointerout',
              nearest: true,
              encodings: ['x'],
            },
          },
        ],
        mark: { type: 'rule', color: look.tone(TONES.ink), strokeWidth: 1 },
        encoding: {
          x,
          opacity: { condition: { param: 'pointed', empty: false, value: 0.7 }, value: 0 },
          tooltip: { field: 'tip', type: 'nominal' },
        },
      },
    ],
  });
}

/** All names, as small as they can be read; on a phone those with the most in them, as it says. */
function crowdedLegend({ queues, points }: CumulativeFlowAnswer, look: Look): object {
  const common = { orient: 'bottom', symbolType: 'square', labelExpr: shownKey };
  if (!isNarrow(look))
    return {
      ...common,
      title: null,
      columns: Math.floor(look.width / 112),
      symbolSize: 60,
      symbolLimit: 0,
      labelFontSize: 10 * look.text,
      labelLimit: 86,
      columnPadding: 6,
      rowPadding: 1,
    };
  const counts = points.at(-1)?.queues ?? [];
  const fullest = counts.toSorted((a, b) => b.items - a.items).slice(0, MOST_NAMES_ON_A_PHONE);
  const named = queues.filter(({ name }) => fullest.some((queue) => queue.name === name));
  return {
    ...common,
    title: `The ${named.length} fullest of ${queues.length} queues`,
    values: named.map(({ name }) => safeKey(name)),
    columns: 2,
    labelLimit: Math.floor(look.width / 2) - 44,
  };
}

/** A queue's band lies between its own line and the next queue's. */
function bandsOf({ queues }: CumulativeFlowPoint, at: number) {
  return queues.map(({ name, atOrBeyond }, place) => ({
    at,
    queue: safeKey(name),
    top: atOrBeyond,
    bottom: queues[place + 1]?.atOrBeyond ?? 0,
  }));
}

function instantOf(point: CumulativeFlowPoint, dates: ZonedDates): { at: number; tip: Tip } {
  const counts = point.queues.map(({ name, items }) => [name, formatCount(items)] as const);
  const tip: Tip = [
    ['', momentName(point, dates)],
    ...counts,
    ['Arrived, ever', formatCount(point.arrivals)],
    ['Dropped, ever', formatCount(point.dropped)],
    ...(point.corrections > 0 ? [['Moved back behind', countOf(point.corrections, 'item')] as const] : []),
  ];
  return { at: dates.wallClock(point.at), tip };
}

function momentName({ at, isComplete }: CumulativeFlowPoint, dates: ZonedDates): string {
  if (!isComplete) return `Now, ${dates.dateTime(at)}`;
  // Midnight at the end of a day is called by that day.
  const instant = Date.parse(at);
  return dates.time(instant) === '00:00' ? `End of ${dates.date(instant - 1)}` : dates.dateTime(instant);
}

/** Areas are read as heights from 0: an axis that begins elsewhere says so. */
function verticalTitle([begin]: readonly [number, number]): string {
  const title = 'Items since the beginning';
  return begin > 0 ? `${title} (axis from ${formatCount(begin)}, not 0)` : title;
}

/**
 * What was finished before the range would press everything of interest to the top of the picture: the axis begins a
 * little below it. It spans so many items at least.
 */
export function verticalDomain({ points, queues }: CumulativeFlowAnswer, span = 0): [number, number] {
  const firstFinished = queues.findIndex(({ kind }) => FINISHED_KINDS.has(kind));
  const tops = points.map((point) => point.queues[0]?.atOrBeyond ?? 0);
  const highest = largest(tops, 1);
  const finished = points.map((point) => point.queues[firstFinished]?.atOrBeyond ?? 0);
  const lowest = finished.length > 0 ? smallest(finished) : 0;
  const room = (highest - lowest) * 0.06;
  const bottom = Math.max(0, Math.floor(lowest - room));
  return [bottom, Math.max(bottom + span, Math.ceil(highest + room / 2))];
}
