import type { StabilityAnswer } from '@kanban/api';
import { largest } from '@kanban/domain/extremes';
import { formatDuration, unitFor } from '@kanban/domain/text';
import { type Chart, TITLE_ABOVE, type Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { formatAverage } from './format/numbers.ts';
import { zonedDates } from './format/zoned-dates.ts';
import { framed, timeAxis } from './frame.ts';
import { isNarrow } from './look.ts';
import { stabilityWords } from './words/stability.ts';

const LINES = ['everything that was there (W)', 'what was completed (W*)'] as const;

/** Little's law as time passes: where both lines meet, an average of what is finished also holds for what is under way. */
export const stability: Chart<StabilityAnswer> = {
  id: 'stability',
  asks: 'stability',
  csv: { table: 'Averages over time', words: 'the averages over time' },
  height: 320,
  question: 'May we trust averages?',
  emptyText: 'Nothing was in progress in this range.',
  subtitle: () =>
    'Average time in progress since the range began: of everything that was there, and of what was completed. Apart, averages mislead.',
  isEmpty: ({ series }) => series.every(({ averageMs }) => averageMs === null),

  summary: stabilityWords,

  spec({ series, timeZone, from, to }, look) {
    const dates = zonedDates(timeZone);
    const most = largest(
      series.flatMap(({ averageMs, meanCompletedMs }) => [averageMs ?? 0, meanCompletedMs ?? 0]),
      1,
    );
    const unit = unitFor(most / 2);
    const values = series.flatMap((point) => {
      const tip: Tip = [
        ['', dates.date(Date.parse(point.at) - 1)],
        ['In progress on average (L)', point.averageWip === null ? '–' : formatAverage(point.averageWip)],
        ['Items a day (λ)', point.ratePerDay === null ? '–' : formatAverage(point.ratePerDay)],
        ['Time of all (W)', point.averageMs === null ? '–' : formatDuration(point.averageMs)],
        [
          'Time of the completed (W*)',
          point.meanCompletedMs === null ? '–' : formatDuration(point.meanCompletedMs),
        ],
      ];
      const at = dates.wallClock(point.at);
      return [point.averageMs, point.meanCompletedMs].flatMap((ms, place) =>
        ms === null ? [] : [{ at, time: ms / unit.ms, line: LINES[place], tip }],
      );
    });
    return framed(look, {
      data: { name: 'averages', values },
      mark: { type: 'line', strokeWidth: 2, point: { filled: true, size: 26 } },
      encoding: {
        x: { field: 'at', ...timeAxis(look, [dates.wallClock(from), dates.wallClock(to)]) },
        y: {
          field: 'time',
          type: 'quantitative',
          scale: { domain: [0, (most / unit.ms) * 1.08], nice: false },
          axis: { title: `Time (${unit.name}s)`, ...TITLE_ABOVE, titleX: -30 },
        },
        color: {
          field: 'line',
          type: 'nominal',
          scale: { domain: LINES, range: [TONES.main, TONES.bad].map(look.tone) },
          legend: {
            title: null,
            orient: isNarrow(look) ? 'bottom' : 'top',
            direction: isNarrow(look) ? 'vertical' : 'horizontal',
            offset: isNarrow(look) ? 8 : 26,
            labelLimit: 240,
          },
        },
        strokeDash: { condition: { test: `datum.line === '${LINES[1]}'`, value: [6, 4] }, value: [1, 0] },
        tooltip: { field: 'tip', type: 'nominal' },
      },
    });
  },

  table({ series, timeZone }) {
    const dates = zonedDates(timeZone);
    return {
      columns: [
        { title: 'Until' },
        ...['In progress (L)', 'Items a day (λ)', 'Time of all (W)', 'Time of the completed (W*)'].map(
          (title) => ({
            title,
            isNumber: true,
          }),
        ),
      ],
      rows: series.map((point) => [
        dates.date(Date.parse(point.at) - 1),
        point.averageWip === null ? '–' : formatAverage(point.averageWip),
        point.ratePerDay === null ? '–' : formatAverage(point.ratePerDay),
        point.averageMs === null ? '–' : formatDuration(point.averageMs),
        point.meanCompletedMs === null ? '–' : formatDuration(point.meanCompletedMs),
      ]),
    };
  },
};
