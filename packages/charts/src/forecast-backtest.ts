import type { BacktestAnswer } from '@kanban/api';
import { largest, smallest } from '@kanban/domain/extremes';
import { type Chart, TITLE_ABOVE, type Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { formatDay } from './format/calendar-dates.ts';
import { countOf, formatCount, formatShare } from './format/numbers.ts';
import { framed, timeAxis } from './frame.ts';
import { calibrationWords } from './words/forecast.ts';

const DAY_MS = 86_400_000;
/** The answer that the words are about, and pages promise by. */
const SURE = 85;
type Origin = BacktestAnswer['origins'][number];
type Value = Origin['happened'];

export const forecastBacktest: Chart<BacktestAnswer> = {
  id: 'forecast-backtest',
  asks: 'forecastBacktest',
  csv: { table: 'Backtest', words: 'the forecasts and what happened' },
  height: 300,
  question: 'Were we right so far?',
  emptyText: 'There is too little history to look back on forecasts.',
  subtitle: (answer) =>
    `Bar: the answers from “95 of 100” to “half”; line: “85 of 100”; point: what happened, a diamond where that was not kept; ` +
    `${areDates(answer) ? 'days from then' : 'items'}, asked on ${countOf(answer.origins.length, 'day')} in the past`,
  isEmpty: ({ origins }) => origins.length === 0,

  summary: calibrationWords,

  spec(answer, look) {
    const origins = answer.origins.map((origin) => {
      const sure = origin.promised.find(({ percentile }) => percentile === SURE);
      const values = origin.promised.map(({ value }) => heightOf(value, origin));
      return {
        at: Date.parse(origin.date),
        low: smallest(values),
        high: largest(values),
        happened: heightOf(origin.happened, origin),
        sure: sure === undefined ? null : heightOf(sure.value, origin),
        isBroken: sure !== undefined && isBroken(sure.value, origin.happened),
        tip: [
          ['', formatDay(origin.date)],
          ...origin.promised.map(
            ({ percentile, value }) => [formatShare(percentile / 100), shown(value)] as const,
          ),
          ['Happened', shown(origin.happened)],
        ] satisfies Tip,
      };
    });
    const places = origins.map(({ at }) => at);
    const [first = 0, last = 0] = [places[0], places.at(-1)];
    const x = timeAxis(look, [first - DAY_MS, last + DAY_MS]);
    const top = largest(
      origins.map(({ high, happened }) => Math.max(high, happened)),
      1,
    );
    const y = { type: 'quantitative', scale: { domain: [0, top * 1.05], nice: false } } as const;
    const title = areDates(answer) ? 'Days' : 'Items';
    return framed(look, {
      data: { name: 'origins', values: origins },
      layer: [
        {
          name: 'promised',
          mark: { type: 'rule', color: look.tone(TONES.mainPale), strokeWidth: 5, strokeCap: 'round' },
          encoding: {
            x: { field: 'at', ...x },
            y: {
              field: 'low',
              ...y,
              axis: { title, ...TITLE_ABOVE, titleX: -22, tickMinStep: 1, format: 'd' },
            },
            y2: { field: 'high' },
            tooltip: { field: 'tip', type: 'nominal' },
          },
        },
        {
          name: 'sure',
          transform: [{ filter: 'isValid(datum.sure)' }],
          mark: {
            type: 'tick',
            orient: 'horizontal',
            thickness: 2.5,
            size: 13,
            color: look.tone(TONES.line),
          },
          encoding: {
            x: { field: 'at', ...x },
            y: { field: 'sure', ...y },
            tooltip: { field: 'tip', type: 'nominal' },
          },
        },
        {
          name: 'happened',
          mark: { type: 'point', filled: true, size: 40, opacity: 1 },
          encoding: {
            x: { field: 'at', ...x },
            y: { field: 'happened', ...y },
            color: {
              condition: { test: 'datum.isBroken', value: look.tone(TONES.bad) },
              value: look.tone(TONES.main),
            },
            shape: { condition: { test: 'datum.isBroken', value: 'diamond' }, value: 'circle' },
            size: { condition: { test: 'datum.isBroken', value: 110 }, value: 40 },
            tooltip: { field: 'tip', type: 'nominal' },
          },
        },
      ],
    });
  },

  table: ({ origins, calibration }) => ({
    columns: [
      { title: 'Asked on' },
      ...calibration.map(({ percentile }) => ({ title: formatShare(percentile / 100), isNumber: true })),
      { title: 'Happened', isNumber: true },
    ],
    rows: origins.map(({ date, promised, happened }) => [
      formatDay(date),
      ...calibration.map(({ percentile }) => {
        const found = promised.find((promise) => promise.percentile === percentile);
        return found ? shown(found.value) : '–';
      }),
      shown(happened),
    ]),
  }),
};

function areDates({ origins }: BacktestAnswer): boolean {
  return typeof origins[0]?.happened === 'string';
}

/** Items as they are; of a date, which day of the forecast it is. */
function heightOf(value: Value, { date }: Origin): number {
  return typeof value === 'number' ? value : Math.round((Date.parse(value) - Date.parse(date)) / DAY_MS) + 1;
}

function shown(value: Value): string {
  return typeof value === 'number' ? formatCount(value) : formatDay(value);
}

/** Whether what happened fell short of what was promised. */
function isBroken(promised: Value, happened: Value): boolean {
  return typeof happened === 'number' ? happened < Number(promised) : happened > String(promised);
}
