import type { SlaAnswer } from '@kanban/api';
import { largest } from '@kanban/domain/extremes';
import { type Chart, TITLE_ABOVE, type Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { intervalName } from './format/interval-names.ts';
import { countOf, formatCount, formatShare } from './format/numbers.ts';
import { type ZonedDates, zonedDates } from './format/zoned-dates.ts';
import { framed, LEGEND_ABOVE_TITLE, timeAxis } from './frame.ts';
import { barPlaces, intervalNoun } from './interval-bars.ts';
import { itemsOfInterval } from './interval-items.ts';
import { isNarrow } from './look.ts';
import { slaWords } from './words/sla.ts';

/** From the bottom of a bar to its top. */
const OUTCOMES = ['in time', 'late', 'without SLA'] as const;

export const sla: Chart<SlaAnswer> = {
  id: 'sla',
  asks: 'sla',
  csv: { table: 'SLA', words: 'the SLA hits' },
  height: 300,
  question: 'Do we keep our promises?',
  emptyText: 'No item was finished in this range.',
  subtitle: ({ intervals }) =>
    `Finished items in time and late each ${intervalNoun(intervals)}, and the share in time (line)` +
    (intervals.some(({ isComplete }) => !isComplete) ? '; pale: not over yet' : ''),
  isEmpty: ({ total }) => total.finished === 0,

  summary: slaWords,

  spec(answer, look) {
    const dates = zonedDates(answer.timeZone);
    const places = barPlaces(answer.intervals, dates, look);
    const rows = answer.intervals.map((interval, place) => {
      const tip: Tip = [
        ['', intervalName(interval, dates)],
        ['In time', formatCount(interval.hits)],
        ['Late', formatCount(interval.misses)],
        ['Without SLA', formatCount(interval.withoutSla)],
        ['Share in time', interval.hitRate === null ? 'none had an SLA' : formatShare(interval.hitRate)],
        ...(interval.isComplete ? [] : [['', 'Not over yet'] as const]),
      ];
      return { interval, place: places[place], tip };
    });
    const bars = rows.flatMap(({ interval, place, tip }) => {
      const { hits, misses, withoutSla } = interval;
      const tops = [hits, hits + misses, hits + misses + withoutSla];
      return OUTCOMES.map((outcome, n) => ({
        ...place,
        outcome,
        behind: itemsOf(outcome, interval, dates),
        isComplete: interval.isComplete,
        bottom: tops[n - 1] ?? 0,
        top: tops[n],
        tip,
      })).filter(({ bottom, top }) => top !== bottom);
    });
    const rates = rows.map(({ interval, place, tip }) => ({ ...place, rate: interval.hitRate, tip }));
    const x = timeAxis(look, [dates.wallClock(answer.from), dates.wallClock(answer.to)]);
    const highest = largest(
      answer.intervals.map(({ finished }) => finished),
      1,
    );
    const colours = [TONES.mainPale, TONES.bad, TONES.quiet].map(look.tone);
    return framed(look, {
      resolve: { scale: { y: 'independent' } },
      layer: [
        {
          name: 'bars',
          data: { name: 'bars', values: bars },
          mark: { type: 'bar', cursor: 'pointer', stroke: look.tone(TONES.card), strokeWidth: 0.75 },
          encoding: {
            x: { field: 'from', ...x },
            x2: { field: 'to' },
            y: {
              field: 'top',
              type: 'quantitative',
              stack: null,
              scale: { domain: [0, highest * 1.08], nice: false },
              axis: { title: 'Items finished', ...TITLE_ABOVE, titleX: -22, tickMinStep: 1, format: 'd' },
            },
            y2: { field: 'bottom' },
            color: {
              field: 'outcome',
              type: 'nominal',
              scale: { domain: OUTCOMES, range: colours },
              legend: {
                title: null,
                orient: isNarrow(look) ? 'bottom' : 'top',
                direction: 'horizontal',
                symbolType: 'square',
                offset: LEGEND_ABOVE_TITLE,
              },
            },
            opacity: { condition: { test: '!datum.isComplete', value: 0.5 }, value: 1 },
            tooltip: { field: 'tip', type: 'nominal' },
          },
        },
        {
          name: 'rate',
          data: { name: 'rates', values: rates },
          mark: {
            type: 'line',
            color: look.tone(TONES.line),
            strokeWidth: 1.75,
            // An interval in which nothing with an SLA was finished has no rate: no line, rather than 0 %.
            invalid: 'break-paths-show-path-domains',
            point: { filled: true, color: look.tone(TONES.line), size: 28 },
          },
          encoding: {
            x: { field: 'middle', ...x },
            y: {
              field: 'rate',
              type: 'quantitative',
              scale: { domain: [0, 1], nice: false },
              axis: {
                title: 'Share in time',
                ...TITLE_ABOVE,
                titleAlign: 'right',
                titleX: 40,
                orient: 'right',
                grid: false,
                labelExpr: "round(datum.value * 100) + ' %'",
              },
            },
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
        ...['Finished', 'In time', 'Late', 'Without SLA', 'Share in time'].map((title) => ({
          title,
          isNumber: true,
        })),
      ],
      rows: intervals.map((interval) => [
        intervalName(interval, dates) + (interval.isComplete ? '' : ' (not over yet)'),
        formatCount(interval.finished),
        formatCount(interval.hits),
        formatCount(interval.misses),
        formatCount(interval.withoutSla),
        interval.hitRate === null ? 'none had an SLA' : formatShare(interval.hitRate),
      ]),
    };
  },
};

function itemsOf(
  outcome: (typeof OUTCOMES)[number],
  interval: SlaAnswer['intervals'][number],
  dates: ZonedDates,
): string {
  const when = intervalName(interval, dates);
  if (outcome !== 'late') return itemsOfInterval('leadTimeItems', `Items finished: ${when}`, interval);
  const title = `${countOf(interval.misses, 'item')} finished late: ${when}`;
  return itemsOfInterval('slaItems', title, interval, { rows: 'misses', sort: 'latest' });
}
