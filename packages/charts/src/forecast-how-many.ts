import type { HowManyAnswer } from '@kanban/api';
import { largest } from '@kanban/domain/extremes';
import { type Chart, TITLE_ABOVE, type Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { historyWords, promiseText, whyNothing } from './forecast-words.ts';
import { formatDay } from './format/calendar-dates.ts';
import { countOf, formatCount, formatShare } from './format/numbers.ts';
import { framed } from './frame.ts';

export const forecastHowMany: Chart<HowManyAnswer> = {
  id: 'forecast-how-many',
  asks: 'forecastHowMany',
  csv: { table: 'How many', words: 'the forecast' },
  height: 300,
  question: 'How many items will be finished?',
  emptyText: whyNothing('tooLittleHistory'),
  subtitle: ({ startDate, date, history }) =>
    `Items finished from ${formatDay(startDate)} to ${formatDay(date)}, by the pace ${historyWords(history)}`,
  isEmpty: ({ distribution }) => distribution.length === 0,

  summary: ({ percentiles, date }) =>
    `By ${formatDay(date)}, ${percentiles
      .map(({ percentile, items }) => promiseText(percentile, `at least ${countOf(items, 'item')}`))
      .join('; ')}.`,

  spec({ distribution, percentiles }, look) {
    const bars = distribution.map(({ items, probability, cumulative }) => ({
      from: items - 0.45,
      to: items + 0.45,
      probability,
      tip: [
        ['', countOf(items, 'item')],
        ['Exactly so many', formatShare(probability)],
        ['So many or fewer', formatShare(cumulative)],
      ] satisfies Tip,
    }));
    const top = largest(
      bars.map(({ probability }) => probability),
      0.01,
    );
    const lines = percentiles.map(({ percentile, items }, place) => ({
      items: items - 0.5,
      height: top * (1.45 - (0.4 * place) / Math.max(1, percentiles.length)),
      label: promiseText(percentile, `at least ${formatCount(items)}`),
    }));
    const domain = [(distribution[0]?.items ?? 0) - 1, (distribution.at(-1)?.items ?? 1) + 1];
    const x = { type: 'quantitative', scale: { domain, nice: false } } as const;
    const y = { type: 'quantitative', scale: { domain: [0, top * 1.5], nice: false } } as const;
    return framed(look, {
      layer: [
        {
          name: 'bars',
          data: { name: 'bars', values: bars },
          mark: { type: 'bar', color: look.tone(TONES.main) },
          encoding: {
            x: { field: 'from', ...x, axis: { title: 'Items finished', tickMinStep: 1, format: 'd' } },
            x2: { field: 'to' },
            y: {
              field: 'probability',
              ...y,
              axis: { title: 'Probability', ...TITLE_ABOVE, titleX: -30, format: '.0%' },
            },
            y2: { datum: 0 },
            tooltip: { field: 'tip', type: 'nominal' },
          },
        },
        {
          name: 'promises',
          data: { name: 'promises', values: lines },
          mark: { type: 'rule', color: look.tone(TONES.line), strokeWidth: 1.25, strokeDash: [5, 4] },
          encoding: { x: { field: 'items', ...x }, y: { field: 'height', ...y }, y2: { datum: 0 } },
        },
        {
          data: { values: lines },
          mark: { type: 'text', align: 'left', dx: 4, baseline: 'top', fontWeight: 600 },
          encoding: { x: { field: 'items', ...x }, y: { field: 'height', ...y }, text: { field: 'label' } },
        },
      ],
    });
  },

  table: ({ distribution }) => ({
    columns: [
      { title: 'Items', isNumber: true },
      { title: 'Probability', isNumber: true },
      { title: 'So many or fewer', isNumber: true },
    ],
    rows: distribution.map(({ items, probability, cumulative }) => [
      formatCount(items),
      formatShare(probability),
      formatShare(cumulative),
    ]),
  }),
};
