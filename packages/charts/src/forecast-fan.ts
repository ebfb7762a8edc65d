import type { HowManyAnswer } from '@kanban/api';
import { largest } from '@kanban/domain/extremes';
import { type Chart, TITLE_ABOVE, type Tip } from './chart.ts';
import { PACE_TONES, TONES } from './colours.ts';
import { whyNothing } from './forecast-words.ts';
import { formatDay } from './format/calendar-dates.ts';
import { formatCount } from './format/numbers.ts';
import { framed, timeAxis } from './frame.ts';
import { lineLabels } from './line-labels.ts';
import { atLeastWords } from './words/forecast.ts';

type Path = NonNullable<HowManyAnswer['simulate']>['paths'][number];

const DAY_MS = 86_400_000;

/** What it asks for besides: drawn paths, a line for each share of the futures. */
export const FAN = { method: 'simulate', include: 'calibration' } as const;

/** How much is finished day by day, in as many futures as drawn: from the surest promise up, the paler the less sure. */
export const forecastFan: Chart<HowManyAnswer> = {
  id: 'forecast-fan',
  asks: 'forecastHowMany',
  csv: { table: 'How many', words: 'the forecast' },
  height: 320,
  question: 'What can we promise by then?',
  emptyText: whyNothing('tooLittleHistory'),
  subtitle: ({ simulate, startDate }) =>
    `At least so many items by the end of each day from ${formatDay(startDate)} on, in ${formatCount(simulate?.trials ?? 0)} futures that go on like the past`,
  isEmpty: ({ simulate }) => (simulate?.paths.length ?? 0) === 0,

  summary: atLeastWords,

  spec({ simulate, startDate }, look) {
    const paths = simulate?.paths ?? [];
    const shares = (paths[0]?.percentiles ?? [])
      .map(({ percentile }) => percentile)
      .toSorted((a, b) => b - a);
    const bands = paths.flatMap((path) =>
      shares.map((percentile, place) => ({
        at: Date.parse(path.date),
        band: `${percentile} of 100`,
        low: place === 0 ? 0 : itemsAt(path, shares[place - 1] ?? 0),
        high: itemsAt(path, percentile),
      })),
    );
    // What is done by the end of a day stands at that day's tick.
    const days = paths.map((path) => ({
      at: Date.parse(path.date),
      sure: itemsAt(path, 85),
      tip: [
        ['', `By the end of ${formatDay(path.date)}`],
        ...shares.map(
          (percentile) =>
            [
              `In ${percentile} of 100 futures`,
              `at least ${formatCount(itemsAt(path, percentile))}`,
            ] as const,
        ),
      ] satisfies Tip,
    }));
    const top = largest(
      bands.map(({ high }) => high),
      1,
    );
    const last = paths.at(-1);
    const ends = last
      ? shares.map((percentile) => ({
          value: itemsAt(last, percentile),
          label: `${percentile} of 100: ${itemsAt(last, percentile)}`,
        }))
      : [];
    const scale = { domain: [0, top * 1.08] as const, nice: false };
    const first = Date.parse(startDate);
    const x = { field: 'at', ...timeAxis(look, [first, Math.max(days.at(-1)?.at ?? 0, first + DAY_MS)]) };
    const y = { type: 'quantitative', scale } as const;
    const axis = { title: 'Items finished', ...TITLE_ABOVE, titleX: -22, tickMinStep: 1, format: 'd' };
    return framed(look, {
      layer: [
        {
          name: 'bands',
          data: { name: 'bands', values: bands },
          mark: { type: 'area', stroke: look.tone(TONES.axis), strokeWidth: 0.75 },
          encoding: {
            x,
            y: { field: 'high', ...y, stack: null, axis },
            y2: { field: 'low' },
            color: {
              field: 'band',
              type: 'nominal',
              scale: {
                domain: shares.map((percentile) => `${percentile} of 100`),
                range: shares.map((_, place) => look.tone(PACE_TONES[place] ?? TONES.grid)),
              },
              legend: null,
            },
          },
        },
        {
          name: 'days',
          data: { name: 'days', values: days },
          mark: {
            type: 'line',
            color: look.tone(TONES.main),
            strokeWidth: 2,
            point: { filled: true, size: 36 },
          },
          encoding: { x, y: { field: 'sure', ...y }, tooltip: { field: 'tip', type: 'nominal' } },
        },
        lineLabels(look, { values: ends, scale, name: 'promises' }),
      ],
    });
  },

  table({ simulate }) {
    const shares = (simulate?.paths[0]?.percentiles ?? []).map(({ percentile }) => percentile);
    return {
      columns: [
        { title: 'By the end of' },
        ...shares.map((percentile) => ({
          title: `In ${percentile} of 100 futures, at least`,
          isNumber: true,
        })),
      ],
      rows: (simulate?.paths ?? []).map((path) => [
        formatDay(path.date),
        ...shares.map((percentile) => formatCount(itemsAt(path, percentile))),
      ]),
    };
  },
};

function itemsAt({ percentiles }: Path, wanted: number): number {
  return percentiles.find(({ percentile }) => percentile === wanted)?.items ?? 0;
}
