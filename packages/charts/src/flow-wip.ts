import type { FlowAnswer } from '@kanban/api';
import { largest } from '@kanban/domain/extremes';
import { formatDuration } from '@kanban/domain/text';
import { behind } from './behind.ts';
import { type Chart, TITLE_ABOVE, type Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { intervalName } from './format/interval-names.ts';
import { countOf, formatAverage, formatCount } from './format/numbers.ts';
import { zonedDates } from './format/zoned-dates.ts';
import { framed, timeAxis } from './frame.ts';
import { barPlaces, intervalNoun } from './interval-bars.ts';
import { splitBars, splitOf } from './split-bars.ts';
import { wipWords } from './words/wip.ts';

export const flowWip: Chart<FlowAnswer> = {
  id: 'flow-wip',
  asks: 'flow',
  csv: { table: 'Flow over time', words: 'work in progress over time' },
  height: 380,
  question: 'How much is under way?',
  emptyText: 'Nothing was in progress in this range.',
  subtitle: ({ intervals }) =>
    `Work in progress at the end of each ${intervalNoun(intervals)}, and how old it was on average`,
  isEmpty: ({ total }) => total === null || total.maxWip === 0,

  summary: wipWords,

  spec(answer, look) {
    const dates = zonedDates(answer.timeZone);
    const places = barPlaces(answer.intervals, dates, look);
    const values = answer.intervals.map((interval, place) => ({
      ...places[place],
      wip: interval.wip,
      behind: behind('workItems', `In progress at the end: ${intervalName(interval, dates)}`, {
        at: interval.isComplete ? interval.end : answer.at,
      }),
      tip: [
        ['', intervalName(interval, dates)],
        ['In progress at its end', countOf(interval.wip, 'item')],
        ['On average', interval.averageWip === null ? '–' : formatAverage(interval.averageWip)],
        ['Average age', interval.averageAgeMs === null ? '–' : formatDuration(interval.averageAgeMs)],
        ['Began, ended', `${formatCount(interval.arrivals)}, ${formatCount(ended(interval))}`],
      ] satisfies Tip,
    }));
    const highest = largest(
      values.map(({ wip }) => wip),
      1,
    );
    const x = timeAxis(look, [dates.wallClock(answer.from), dates.wallClock(answer.to)]);
    const y = {
      scale: { domain: [0, highest * 1.08], nice: false },
      axis: { title: 'Items in progress', ...TITLE_ABOVE, titleX: -22, tickMinStep: 1, format: 'd' },
    };
    if (answer.groups.length > 0) {
      const parts = splitBars(
        look,
        { x, y },
        splitOf(answer, places, dates, {
          count: ({ wip }) => wip,
          behind: (group, interval, ofGroup) =>
            behind('workItems', `${group}, in progress at the end: ${intervalName(interval, dates)}`, {
              at: interval.isComplete ? interval.end : answer.at,
              ...ofGroup,
            }),
        }),
      );
      return framed(look, { layer: [parts] });
    }
    return framed(look, {
      data: { name: 'intervals', values },
      mark: { type: 'bar', cursor: 'pointer', color: look.tone(TONES.main) },
      encoding: {
        x: { field: 'from', ...x },
        x2: { field: 'to' },
        y: { field: 'wip', type: 'quantitative', ...y },
        y2: { datum: 0 },
        tooltip: { field: 'tip', type: 'nominal' },
      },
    });
  },

  table({ intervals, timeZone }) {
    const dates = zonedDates(timeZone);
    return {
      columns: [
        { title: 'Interval' },
        { title: 'In progress', isNumber: true },
        { title: 'Average age', isNumber: true },
        { title: 'Began', isNumber: true },
        { title: 'Ended', isNumber: true },
      ],
      rows: intervals.map((interval) => [
        intervalName(interval, dates),
        formatCount(interval.wip),
        interval.averageAgeMs === null ? '–' : formatDuration(interval.averageAgeMs),
        formatCount(interval.arrivals),
        formatCount(ended(interval)),
      ]),
    };
  },
};

function ended({ departures }: FlowAnswer['intervals'][number]): number {
  return departures.finished + departures.dropped;
}
