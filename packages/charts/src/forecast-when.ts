import type { WhenAnswer } from '@kanban/api';
import { type Chart, TITLE_ABOVE, type Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { promiseText, whyNothing } from './forecast-words.ts';
import { formatDay } from './format/calendar-dates.ts';
import { formatCount, formatShare } from './format/numbers.ts';
import { framed, timeAxis } from './frame.ts';

const DAY_MS = 86_400_000;
/** Later days are nearly certain and would leave less room for the others. */
const NEARLY_CERTAIN = 0.999;

export const forecastWhen: Chart<WhenAnswer> = {
  id: 'forecast-when',
  asks: 'forecastWhen',
  csv: { table: 'When', words: 'the forecast' },
  height: 300,
  question: 'When will these be done?',
  emptyText: whyNothing('tooLittleHistory'),
  subtitle: ({ streams, startDate }) =>
    `Probability that ${streams.map(({ items }) => items.replace('..', ' to ')).join(' and ')} items are finished, ` +
    `from ${formatDay(startDate)} on`,
  isEmpty: ({ distribution }) => distribution.length === 0,

  summary: ({ percentiles }) =>
    `${percentiles
      .map(({ percentile, date }) =>
        promiseText(percentile, date === null ? 'not within ten years' : `by ${formatDay(date)}`),
      )
      .join('; ')}.`,

  spec({ distribution, percentiles, startDate }, look) {
    const shown = distribution.slice(0, shownDays(distribution));
    const days = shown.map(({ date, probability, cumulative }) => ({
      at: Date.parse(date),
      until: Date.parse(date) + DAY_MS,
      cumulative,
      tip: [
        ['', formatDay(date)],
        ['Done by then', formatShare(cumulative)],
        ['On that day', formatShare(probability)],
      ] satisfies Tip,
    }));
    const lines = percentiles.flatMap(({ percentile, date, probability }) =>
      date === null || probability === null
        ? []
        : [
            {
              at: Date.parse(date) + DAY_MS / 2,
              cumulative: probability,
              label: promiseText(percentile, formatDay(date)),
            },
          ],
    );
    const first = Date.parse(startDate);
    const x = timeAxis(look, [first, (days.at(-1)?.until ?? first + DAY_MS) + DAY_MS]);
    const y = { type: 'quantitative', scale: { domain: [0, 1.08], nice: false } } as const;
    return framed(look, {
      layer: [
        {
          name: 'days',
          data: { name: 'days', values: days },
          mark: { type: 'bar', color: look.tone(TONES.mainPale) },
          encoding: {
            x: { field: 'at', ...x },
            x2: { field: 'until' },
            y: {
              field: 'cumulative',
              ...y,
              axis: { title: 'Done by then', ...TITLE_ABOVE, titleX: -30, format: '.0%' },
            },
            y2: { datum: 0 },
            tooltip: { field: 'tip', type: 'nominal' },
          },
        },
        {
          name: 'promises',
          data: { name: 'promises', values: lines },
          mark: { type: 'rule', color: look.tone(TONES.line), strokeWidth: 1.25, strokeDash: [5, 4] },
          encoding: { x: { field: 'at', ...x }, y: { field: 'cumulative', ...y }, y2: { datum: 0 } },
        },
        {
          data: { values: lines },
          mark: {
            type: 'text',
            align: 'right',
            dx: -4,
            baseline: 'bottom',
            fontWeight: 600,
            color: look.tone(TONES.ink),
          },
          encoding: { x: { field: 'at', ...x }, y: { field: 'cumulative', ...y }, text: { field: 'label' } },
        },
      ],
    });
  },

  table: ({ distribution }) => ({
    columns: [
      { title: 'Day' },
      { title: 'Day of the forecast', isNumber: true },
      { title: 'Done by then', isNumber: true },
    ],
    rows: distribution.map(({ date, days, cumulative }) => [
      formatDay(date),
      formatCount(days),
      formatShare(cumulative),
    ]),
  }),
};

function shownDays(distribution: WhenAnswer['distribution']): number {
  const place = distribution.findIndex(({ cumulative }) => cumulative >= NEARLY_CERTAIN);
  return place === -1 ? distribution.length : place + 1;
}
