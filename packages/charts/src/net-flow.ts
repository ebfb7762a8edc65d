import type { FlowAnswer } from '@kanban/api';
import { largest } from '@kanban/domain/extremes';
import { behind } from './behind.ts';
import { type Chart, TITLE_ABOVE, type Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { intervalName } from './format/interval-names.ts';
import { countOf, formatCount } from './format/numbers.ts';
import { type ZonedDates, zonedDates } from './format/zoned-dates.ts';
import { framed, timeAxis } from './frame.ts';
import { barPlaces, intervalNoun } from './interval-bars.ts';
import { isNarrow } from './look.ts';
import { netFlowWords } from './words/flow.ts';

type Interval = FlowAnswer['intervals'][number];

const KINDS = ['begun', 'ended'] as const;

/** What began stands above the middle line, what ended below it, and a line shows the difference. */
export const netFlow: Chart<FlowAnswer> = {
  id: 'net-flow',
  asks: 'flow',
  csv: { table: 'Flow over time', words: 'what began and ended' },
  height: 320,
  question: 'Does more come than goes?',
  emptyText: 'Nothing was begun, and nothing ended.',
  subtitle: ({ intervals }) =>
    `Items begun (up) and ended (down) each ${intervalNoun(intervals)}; the line is begun less ended`,
  isEmpty: ({ total }) => total === null || (total.arrivals === 0 && endedOf(total) === 0),

  summary: netFlowWords,

  spec(answer, look) {
    const dates = zonedDates(answer.timeZone);
    const places = barPlaces(answer.intervals, dates, look);
    const rows = answer.intervals.map((interval, n) => ({
      interval,
      ...places[n],
      tip: tipOf(interval, dates),
    }));
    const bars = rows.flatMap(({ interval, ...row }) =>
      KINDS.map((kind) => ({
        ...row,
        kind,
        count: kind === 'begun' ? interval.arrivals : -endedOf(interval),
        behind: itemsOf(kind, interval, dates),
      })).filter(({ count }) => count !== 0),
    );
    const most = largest(
      answer.intervals.map((interval) => Math.max(interval.arrivals, endedOf(interval))),
      1,
    );
    const scale = { domain: [-most * 1.08, most * 1.08], nice: false };
    const x = timeAxis(look, [dates.wallClock(answer.from), dates.wallClock(answer.to)]);
    return framed(look, {
      layer: [
        {
          name: 'bars',
          data: { name: 'bars', values: bars },
          mark: { type: 'bar', cursor: 'pointer' },
          encoding: {
            x: { field: 'from', ...x },
            x2: { field: 'to' },
            y: {
              field: 'count',
              type: 'quantitative',
              scale,
              // Below the middle line a count is a count as well.
              axis: {
                title: 'Items',
                ...TITLE_ABOVE,
                titleX: -22,
                tickMinStep: 1,
                labelExpr: 'abs(datum.value)',
              },
            },
            y2: { datum: 0 },
            color: {
              field: 'kind',
              type: 'nominal',
              scale: { domain: KINDS, range: [TONES.main, TONES.mainPale].map(look.tone) },
              legend: {
                title: null,
                orient: isNarrow(look) ? 'bottom' : 'top',
                direction: 'horizontal',
                symbolType: 'square',
                offset: isNarrow(look) ? 8 : 26,
              },
            },
            tooltip: { field: 'tip', type: 'nominal' },
          },
        },
        {
          name: 'net',
          data: {
            name: 'net',
            values: rows.map(({ interval, ...row }) => ({ ...row, net: interval.netFlow })),
          },
          mark: {
            type: 'line',
            color: look.tone(TONES.line),
            strokeWidth: 1.75,
            point: { filled: true, size: 28, color: look.tone(TONES.line) },
          },
          encoding: {
            x: { field: 'middle', ...x },
            y: { field: 'net', type: 'quantitative', scale },
            tooltip: { field: 'tip', type: 'nominal' },
          },
        },
      ],
    });
  },

  table({ intervals, timeZone }) {
    const dates = zonedDates(timeZone);
    return {
      columns: [
        { title: 'Interval' },
        ...['Begun', 'Finished', 'Dropped', 'Begun less ended'].map((title) => ({ title, isNumber: true })),
      ],
      rows: intervals.map((interval) => [
        intervalName(interval, dates) + (interval.isComplete ? '' : ' (not over yet)'),
        formatCount(interval.arrivals),
        formatCount(interval.departures.finished),
        formatCount(interval.departures.dropped),
        String(interval.netFlow).replace('-', '−'),
      ]),
    };
  },
};

function endedOf({ departures }: Pick<Interval, 'departures'>): number {
  return departures.finished + departures.dropped;
}

function tipOf(interval: Interval, dates: ZonedDates): Tip {
  return [
    ['', intervalName(interval, dates)],
    ['Begun', countOf(interval.arrivals, 'item')],
    ['Finished', formatCount(interval.departures.finished)],
    ['Dropped', formatCount(interval.departures.dropped)],
    ...(interval.isComplete ? [] : [['', 'Not over yet'] as const]),
  ];
}

/** What ended, by kind of change; for what began, the nearest list there is is that of what entered. */
function itemsOf(
  kind: (typeof KINDS)[number],
  { start, end, ...interval }: Interval,
  dates: ZonedDates,
): string {
  const when = intervalName({ start, end, ...interval }, dates);
  const only = kind === 'begun' ? 'entered' : 'finished,dropped';
  const title = kind === 'begun' ? `Items that entered: ${when}` : `Items finished or dropped: ${when}`;
  return behind('changedItems', title, { from: start, to: end, only });
}
