import type { ThroughputAnswer } from '@kanban/api';
import { largest } from '@kanban/domain/extremes';
import { type Chart, TITLE_ABOVE, type Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { intervalName } from './format/interval-names.ts';
import { countOf, formatAverage, formatCount } from './format/numbers.ts';
import { type ZonedDates, zonedDates } from './format/zoned-dates.ts';
import { framed, timeAxis } from './frame.ts';
import { barPlaces, intervalNoun } from './interval-bars.ts';
import { itemsOfInterval } from './interval-items.ts';
import { lineLabels } from './line-labels.ts';
import { splitBars, splitOf } from './split-bars.ts';
import { finishedPer, hasElapsed } from './throughput-rate.ts';
import { throughputWords } from './words/flow.ts';

export const throughput: Chart<ThroughputAnswer> = {
  id: 'throughput',
  asks: 'throughput',
  csv: { table: 'Throughput', words: 'the throughput' },
  height: 300,
  question: 'How much do we finish?',
  emptyText: 'No item was finished in this range.',
  subtitle: ({ intervals, groups }) =>
    `Items finished each ${intervalNoun(intervals)}` +
    (groups.length === 0 && intervals.some(({ isComplete }) => !isComplete) ? '; pale: not over yet' : ''),
  isEmpty: ({ total }) => total === 0,

  summary: (answer, before) => throughputWords(answer, intervalNoun(answer.intervals), before),

  spec(answer, look) {
    const dates = zonedDates(answer.timeZone);
    const places = barPlaces(answer.intervals, dates, look);
    const average = averageOf(answer);
    const bars = answer.intervals.map((interval, place) => ({
      ...places[place],
      finished: interval.finished,
      isComplete: interval.isComplete,
      ...(interval.finished > 0 && { behind: itemsOf(interval, dates) }),
      tip: [
        ['', intervalName(interval, dates)],
        ['Finished', countOf(interval.finished, 'item')],
        ...(interval.isComplete ? [] : [['', 'Not over yet'] as const]),
      ] satisfies Tip,
    }));
    const noun = intervalNoun(answer.intervals);
    const averages =
      average === null
        ? []
        : [{ value: average, label: `Average: ${formatAverage(average)} ${articleOf(noun)} ${noun}` }];
    const highest = largest(
      bars.map(({ finished }) => finished),
      Math.max(1, average ?? 0),
    );
    const scale = { domain: [0, highest * 1.08] as const, nice: false };
    const x = timeAxis(look, [dates.wallClock(answer.from), dates.wallClock(answer.to)]);
    const y = {
      scale,
      axis: { title: 'Items finished', ...TITLE_ABOVE, titleX: -22, tickMinStep: 1, format: 'd' },
    };
    const wholeBars = {
      name: 'bars',
      data: { name: 'bars', values: bars },
      mark: { type: 'bar', cursor: 'pointer', strokeWidth: 1.25 },
      encoding: {
        x: { field: 'from', ...x },
        x2: { field: 'to' },
        y: { field: 'finished', type: 'quantitative', ...y },
        y2: { datum: 0 },
        // What is not over is pale and has a broken outline.
        color: {
          condition: { test: '!datum.isComplete', value: look.tone(TONES.mainPale) },
          value: look.tone(TONES.main),
        },
        stroke: { condition: { test: '!datum.isComplete', value: look.tone(TONES.main) }, value: null },
        strokeDash: { condition: { test: '!datum.isComplete', value: [4, 3] }, value: [1, 0] },
        tooltip: { field: 'tip', type: 'nominal' },
      },
    };
    const parts = splitBars(
      look,
      { x, y },
      splitOf(answer, places, dates, {
        count: ({ finished }) => finished,
        behind: (group, interval, ofGroup) =>
          itemsOfInterval(
            'leadTimeItems',
            `${group}, finished: ${intervalName(interval, dates)}`,
            interval,
            ofGroup,
          ),
      }),
    );
    return framed(look, {
      layer: [
        answer.groups.length > 0 ? parts : wholeBars,
        {
          name: 'average',
          data: { name: 'average', values: averages },
          mark: { type: 'rule', color: look.tone(TONES.line), strokeWidth: 1.25, strokeDash: [5, 4] },
          encoding: { y: { field: 'value', type: 'quantitative', scale } },
        },
        lineLabels(look, { values: averages, scale, name: 'averageLabel' }),
      ],
    });
  },

  table({ intervals, timeZone }) {
    const dates = zonedDates(timeZone);
    return {
      columns: [{ title: 'Interval' }, { title: 'Items finished', isNumber: true }],
      rows: intervals.map((interval) => [
        intervalName(interval, dates) + (interval.isComplete ? '' : ' (not over yet)'),
        formatCount(interval.finished),
      ]),
      behind: intervals.map((interval) => (interval.finished > 0 ? itemsOf(interval, dates) : null)),
    };
  },
};

function itemsOf(interval: ThroughputAnswer['intervals'][number], dates: ZonedDates): string {
  const title = `${countOf(interval.finished, 'item')} finished: ${intervalName(interval, dates)}`;
  return itemsOfInterval('leadTimeItems', title, interval);
}

/** The page's one rate, told for an interval of the chart; null when there was less than one. */
function averageOf(answer: ThroughputAnswer): number | null {
  const unit = intervalNoun(answer.intervals);
  return hasElapsed(unit, answer) ? finishedPer(unit, answer) : null;
}

function articleOf(noun: string): 'a' | 'an' {
  return noun === 'hour' ? 'an' : 'a';
}
