import type { FlowAnswer } from '@kanban/api';
import { largest } from '@kanban/domain/extremes';
import { formatDuration, unitFor } from '@kanban/domain/text';
import { behind } from './behind.ts';
import { type Chart, TITLE_ABOVE, type Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { intervalName } from './format/interval-names.ts';
import { countOf, formatCount } from './format/numbers.ts';
import { zonedDates } from './format/zoned-dates.ts';
import { framed, timeAxis } from './frame.ts';
import { intervalNoun } from './interval-bars.ts';
import { totalAgeWords } from './words/total-age.ts';

/** All ages of the work in progress added up: it grows with more items and with older ones. */
export const totalAge: Chart<FlowAnswer> = {
  id: 'total-age',
  asks: 'flow',
  csv: { table: 'Flow over time', words: 'the age of work in progress' },
  height: 300,
  question: 'Is old work growing?',
  emptyText: 'Nothing was in progress in this range.',
  subtitle: ({ intervals }) =>
    `Total age: how old everything in progress was together, at the end of each ${intervalNoun(intervals)}`,
  isEmpty: ({ intervals }) => intervals.every(({ totalAgeMs }) => totalAgeMs === 0),

  summary: totalAgeWords,

  spec(answer, look) {
    const dates = zonedDates(answer.timeZone);
    const most = largest(
      answer.intervals.map(({ totalAgeMs }) => totalAgeMs),
      1,
    );
    const unit = unitFor(most / 2);
    const values = answer.intervals.map((interval) => ({
      at: dates.wallClock(interval.end),
      age: interval.totalAgeMs / unit.ms,
      behind: behind('workItems', `In progress at the end: ${intervalName(interval, dates)}`, {
        at: interval.isComplete ? interval.end : answer.at,
      }),
      tip: [
        ['', intervalName(interval, dates)],
        ['Total age', formatDuration(interval.totalAgeMs)],
        ['In progress', countOf(interval.wip, 'item')],
        ['Average age', interval.averageAgeMs === null ? '–' : formatDuration(interval.averageAgeMs)],
      ] satisfies Tip,
    }));
    const scale = { domain: [0, (most / unit.ms) * 1.08], nice: false };
    const x = { field: 'at', ...timeAxis(look, [dates.wallClock(answer.from), dates.wallClock(answer.to)]) };
    const y = {
      field: 'age',
      type: 'quantitative',
      scale,
      axis: { title: `Total age (${unit.name}s)`, ...TITLE_ABOVE, titleX: -30 },
    } as const;
    return framed(look, {
      data: { name: 'ages', values },
      layer: [
        {
          name: 'area',
          mark: { type: 'area', color: look.tone(TONES.mainPale), opacity: 0.5 },
          encoding: { x, y, y2: { datum: 0 } },
        },
        {
          name: 'ages',
          mark: {
            type: 'line',
            color: look.tone(TONES.main),
            strokeWidth: 2,
          },
          encoding: { x, y },
        },
        {
          name: 'points',
          mark: {
            type: 'point',
            filled: true,
            size: 40,
            opacity: 1,
            cursor: 'pointer',
            color: look.tone(TONES.main),
          },
          encoding: { x, y, tooltip: { field: 'tip', type: 'nominal' } },
        },
      ],
    });
  },

  table({ intervals, timeZone }) {
    const dates = zonedDates(timeZone);
    return {
      columns: [
        { title: 'At the end of' },
        ...['Total age', 'Average age', 'In progress'].map((title) => ({ title, isNumber: true })),
      ],
      rows: intervals.map((interval) => [
        intervalName(interval, dates),
        formatDuration(interval.totalAgeMs),
        interval.averageAgeMs === null ? '–' : formatDuration(interval.averageAgeMs),
        formatCount(interval.wip),
      ]),
    };
  },
};
